-- One fixed rate of two currencies in a fiscal year: 1 from_currency = units / 10^scale to_currency.

-- kept
CREATE TABLE currency_rate (
    id ID PRIMARY KEY,
    fiscal_year INT NOT NULL,
    from_currency TEXT NOT NULL,
    to_currency TEXT NOT NULL,
    units INT NOT NULL,
    scale INT NOT NULL,
    demo FLAG NOT NULL,
    version INT NOT NULL,
    UNIQUE (fiscal_year, from_currency, to_currency)
);
