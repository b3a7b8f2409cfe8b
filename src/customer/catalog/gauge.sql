-- row GaugeRow(id id, name text(1..200), name_ja text(..200)?, event text(1..200), property text(1..200), unit text(..40)?,
--   position int(0..1000000), version int)

-- input NewGauge of GaugeRow(name, name_ja, event, property, unit, position?)
-- patch GaugePatch of NewGauge
-- view Gauge of GaugeRow(id, name, name_ja, event, property, unit, position, version)
--- What a change of a gauge is told of.
-- view GaugeTold of GaugeRow(name, name_ja, event, property, unit, position)

-- gauge_all() -> many(GaugeRow)
SELECT id, name, name_ja, event, property, unit, position, version FROM gauge ORDER BY position, id;

-- gauge_by_id(id id) -> one(GaugeRow)
SELECT id, name, name_ja, event, property, unit, position, version FROM gauge WHERE id = $1;

-- gauge_by_property(event text, property text) -> one(GaugeRow)
SELECT id, name, name_ja, event, property, unit, position, version FROM gauge WHERE event = $1 AND property = $2;

-- gauge_insert(GaugeRow)
INSERT INTO gauge ROW(version = 1);

-- gauge_update(GaugeRow)
UPDATE gauge SET ROW(version = version + 1) WHERE id = $id;

-- gauge_remove(id id)
DELETE FROM gauge WHERE id = $1;
