-- Events of robots without a user id, of all that came in on the day.
ALTER TABLE usage_day ADD COLUMN robots INT NOT NULL DEFAULT 0;
