"""Jobs: what happens after an act: the outbox is read, mails are sent, time passes."""
