--- The oldest, without a gap; the newest of those that are old enough stays, so that a snapshot of its time still finds
--- its place.
-- change_expire(before time)
DELETE FROM change_log
WHERE (xact, seq) < (SELECT xact, seq FROM change_log WHERE at < $1 ORDER BY xact DESC, seq DESC LIMIT 1);
