-- made. The numbers that an account's events of a local day carried, by gauge.
CREATE TABLE gauge_day (
    account_id INT NOT NULL,
    day DAY NOT NULL,
    gauge_id INT NOT NULL,
    events INT NOT NULL,
    total REAL NOT NULL,
    last REAL NOT NULL,
    last_at TIME NOT NULL,
    PRIMARY KEY (account_id, day, gauge_id)
) BYKEY;

-- made. How many events of a gauge came on a day, with a number and without.
CREATE TABLE gauge_seen (
    gauge_id INT NOT NULL,
    day DAY NOT NULL,
    good INT NOT NULL,
    missing INT NOT NULL,
    wrong INT NOT NULL,
    PRIMARY KEY (gauge_id, day)
) BYKEY;
