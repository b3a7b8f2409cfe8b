--- What the timeline tells: the title with the names of those who took part (theirs, then ours), and the text with the next step.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)

-- activity_words(list ids, viewer) -> many(TimelineWords)
SELECT v.id,
       NULLIF(COALESCE(v.title, '') || CASE WHEN v.title IS NULL OR p.names IS NULL THEN '' ELSE ' · ' END
              || COALESCE(p.names, ''), '') AS title,
       NULLIF(COALESCE(v.text, '') || CASE WHEN v.text IS NULL OR v.next_step IS NULL THEN '' ELSE CHR(10) END
              || COALESCE('→ ' || v.next_step, ''), '') AS text
FROM activity v LEFT JOIN (
    SELECT DISTINCT activity_id, STRING_AGG(name, ', ') OVER (
        PARTITION BY activity_id ORDER BY side, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS names
    FROM (
        SELECT ac.activity_id, 1 AS side, c.id, COALESCE(c.name, c.email) AS name FROM activity_contact ac
        JOIN contact c ON c.id = ac.contact_id WHERE ac.activity_id IN LIST($1)
        UNION ALL
        SELECT st.activity_id, 2 AS side, s.id, s.name FROM activity_staff st JOIN staff s ON s.id = st.staff_id
        WHERE st.activity_id IN LIST($1)) x) p ON p.activity_id = v.id
WHERE v.id IN LIST($1) AND SEEN(v);
