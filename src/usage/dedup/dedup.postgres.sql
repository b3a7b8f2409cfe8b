--- Waits for the transaction that has the turn. Before anything is read, so that what it committed is seen then; held
--- until COMMIT.
-- repeat_turn_wait()
LOCK TABLE repeat_turn IN EXCLUSIVE MODE;
