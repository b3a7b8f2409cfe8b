-- A draft is all of what will be sent. `addressed`: somebody has settled who gets it, so `recipients` (perhaps nobody) and
-- `answers_id`, the message that it answers, count; before, both are what is proposed.
ALTER TABLE ticket_draft ADD COLUMN answers_id INT;
ALTER TABLE ticket_draft ADD COLUMN addressed FLAG NOT NULL DEFAULT 0;
