-- What a channel knows of a message: `fold_list`, which parts of its text are quotes and signatures; `automatic`, that a
-- machine wrote it, so it answers nothing; `caution`, what to be careful about. `quiet`: it asks for nothing, so nobody waits.
ALTER TABLE ticket_message ADD COLUMN fold_list JSON;
ALTER TABLE ticket_message ADD COLUMN automatic TEXT;
ALTER TABLE ticket_message ADD COLUMN quiet FLAG;
ALTER TABLE ticket_message ADD COLUMN caution TEXT;
