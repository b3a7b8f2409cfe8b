-- row MailboxRow(id id, name text(1..100), address text(1..320), alias_list json, sender_name text(..200)?,
--   sender_name_ja text(..200)?, signature text(..4000)?, signature_ja text(..4000)?, in_host text(..253)?,
--   in_port int(1..65535)?, in_security text(tls|starttls|plain), in_user text(..320)?, in_secret bytes?,
--   in_folder text(1..200), in_since day?, in_after text(leave|mark|move|delete), in_after_folder text(..200)?,
--   out_host text(..253)?, out_port int(1..65535)?, out_security text(tls|starttls|plain), out_user text(..320)?,
--   out_secret bytes?, active flag, is_default flag, created_at time, version int)

--- `in_since`: only e-mails that arrived on that day or later come in; NULL = all. A new mailbox begins with the day on which
--- it is added. Passwords are never given out: whether there is one, and whether it can be read. It cannot when another key
--- sealed it.
-- view MailboxSettings of MailboxRow(id, name, address, aliases texts, sender_name, sender_name_ja, signature,
--   signature_ja, in_host, in_port, in_security, in_user, in_password_set flag, in_folder, in_since, in_after,
--   in_after_folder, out_host, out_port, out_security, out_user, out_password_set flag, secrets_readable flag, active,
--   is_default, created_at, version)
-- input NewMailbox of MailboxRow(name!, address!, aliases texts(..50)?, sender_name, sender_name_ja, signature,
--   signature_ja, in_host, in_port, in_security?, in_user, in_password text(..1000)?, in_folder?, in_since, in_after?,
--   in_after_folder, out_host, out_port, out_security?, out_user, out_password text(..1000)?, active?, is_default?)
-- patch MailboxPatch of NewMailbox

-- mailbox_row_by_id(id id) -> one(MailboxRow)
SELECT id, name, address, alias_list, sender_name, sender_name_ja, signature, signature_ja, in_host, in_port, in_security,
       in_user, in_secret, in_folder, in_since, in_after, in_after_folder, out_host, out_port, out_security, out_user,
       out_secret, active, is_default, created_at, version
FROM mailbox WHERE id = $1;

-- mailbox_rows() -> many(MailboxRow)
SELECT id, name, address, alias_list, sender_name, sender_name_ja, signature, signature_ja, in_host, in_port, in_security,
       in_user, in_secret, in_folder, in_since, in_after, in_after_folder, out_host, out_port, out_security, out_user,
       out_secret, active, is_default, created_at, version
FROM mailbox ORDER BY name, id LIMIT 200;

-- mailbox_insert(MailboxRow)
INSERT INTO mailbox ROW(version = 1);

-- mailbox_update(MailboxRow)
UPDATE mailbox SET ROW(KEEP created_at, version = version + 1) WHERE id = $id;

--- One default at most.
-- mailbox_default_leave(id id)
UPDATE mailbox SET is_default = 0, version = version + 1 WHERE id <> $1 AND is_default = 1;

-- mailbox_remove(id id)
DELETE FROM mailbox WHERE id = $1;
