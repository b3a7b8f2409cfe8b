-- For whom somebody was told of it, who stands in: a member of staff; NULL = it is about the reader.
ALTER TABLE notice ADD COLUMN for_id INT;
