-- What a module to the right promises of the ticket (TicketPromise): when the next response or the resolution is due,
-- from when on it is overdue and somebody is warned, whether all clocks that are left are paused, and how many promises
-- were broken; all NULL = nothing is promised.
ALTER TABLE ticket ADD COLUMN due_at TIME;
ALTER TABLE ticket ADD COLUMN due_kind TEXT;
ALTER TABLE ticket ADD COLUMN late_at TIME;
ALTER TABLE ticket ADD COLUMN warn_at TIME;
ALTER TABLE ticket ADD COLUMN due_paused FLAG;
ALTER TABLE ticket ADD COLUMN breaches INT;
CREATE INDEX ticket_due ON ticket(due_at, id);
CREATE INDEX ticket_late ON ticket(late_at);
