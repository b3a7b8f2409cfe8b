--- What the timeline tells: the title with the names of those who took part, and the text with the next step.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)

-- activity_words(list ids, viewer) -> many(TimelineWords)
SELECT v.id,
       NULLIF(COALESCE(v.title, '') || CASE WHEN v.title IS NULL OR p.names IS NULL THEN '' ELSE ' · ' END
              || COALESCE(p.names, ''), '') AS title,
       NULLIF(COALESCE(v.text, '') || CASE WHEN v.text IS NULL OR v.next_step IS NULL THEN '' ELSE CHR(10) END
              || COALESCE('→ ' || v.next_step, ''), '') AS text
FROM activity v LEFT JOIN (
    SELECT activity_id, STRING_AGG(name, ', ') AS names FROM (
        SELECT ac.activity_id, COALESCE(c.name, c.email) AS name FROM activity_contact ac
        JOIN contact c ON c.id = ac.contact_id WHERE ac.activity_id IN LIST($1)
        UNION ALL
        SELECT st.activity_id, s.name FROM activity_staff st JOIN staff s ON s.id = st.staff_id
        WHERE st.activity_id IN LIST($1)) x
    GROUP BY activity_id) p ON p.activity_id = v.id
WHERE v.id IN LIST($1) AND SEEN(v);
