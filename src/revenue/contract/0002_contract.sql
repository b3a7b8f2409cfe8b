-- Events on days on which the contract that they name was not in force (contract 0: none of their account's was), as of
-- the last count of data quality.
-- made
CREATE TABLE contract_outside (
    account_id INT NOT NULL,
    contract_id INT NOT NULL,
    events INT NOT NULL,
    first_on DAY NOT NULL,
    last_on DAY NOT NULL,
    PRIMARY KEY (account_id, contract_id)
) BYKEY;
