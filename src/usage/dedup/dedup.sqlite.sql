--- There is one writer, whose turn it always is.
-- repeat_turn_wait()
UPDATE repeat_turn SET seq = seq;
