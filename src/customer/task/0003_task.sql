-- One change to several tasks, and which of their members it named.
-- kept
CREATE TABLE task_many (
    id ID PRIMARY KEY,
    state TEXT NOT NULL,
    sets_owner FLAG NOT NULL,
    sets_team FLAG NOT NULL,
    sets_due FLAG NOT NULL,
    sets_done FLAG NOT NULL,
    changed INT NOT NULL,
    undone INT NOT NULL,
    kept INT NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX task_many_created ON task_many(created_at);

-- Each task that it changed: changed, undone, kept. What stood there before, and what the change left.
-- kept
CREATE TABLE task_many_one (
    many_id INT NOT NULL,
    task_id INT NOT NULL,
    state TEXT NOT NULL,
    owner_before INT,
    team_before INT,
    due_before DAY,
    done_before TIME,
    done_by_before INT,
    owner_after INT,
    team_after INT,
    due_after DAY,
    done_after TIME,
    PRIMARY KEY (many_id, task_id)
);
CREATE INDEX task_many_one_task ON task_many_one(task_id);
