import Crypto
import FoundationEssentials
import GRDB

extension Schema {
    /// Columns that an administrator sets (priority, hold), the patient hash, and the sender of a study; counts by
    /// state, so that no query scans a million rows; and an index for each listing of the work list.
    ///
    /// `workItemByChange` and `workItemByPriority` begin with the state: a list over all states is merged from a few
    /// rows of each. `patientHash(id, issuer, salt)` is the function below.
    static let priorityMigration = """
        ALTER TABLE workItem ADD COLUMN priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -10 AND 10);
        ALTER TABLE workItem ADD COLUMN heldAt INTEGER;
        ALTER TABLE workItem ADD COLUMN heldBy TEXT CHECK ((heldAt IS NULL) = (heldBy IS NULL));
        ALTER TABLE workItem ADD COLUMN holdReason TEXT CHECK ((heldAt IS NULL) = (holdReason IS NULL));
        ALTER TABLE workItem ADD COLUMN callingAETitle TEXT;
        UPDATE workItem SET callingAETitle = (
            SELECT instance.callingAETitle FROM series JOIN instance ON instance.seriesRow = series.id
            WHERE series.studyRow = workItem.studyRow AND instance.origin = 'received' ORDER BY instance.id LIMIT 1);

        CREATE TABLE installation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            salt BLOB NOT NULL CHECK (length(salt) = 32)
        );
        INSERT INTO installation (id, salt) VALUES (1, randomblob(32));
        ALTER TABLE study ADD COLUMN patientHash TEXT;
        UPDATE study SET patientHash = patientHash(patientID, issuerOfPatientID, (SELECT salt FROM installation));
        CREATE INDEX studyByPatientHash ON study(patientHash) WHERE patientHash IS NOT NULL;

        CREATE TABLE workItemCount (state TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO workItemCount (state, number)
            SELECT state.value, (SELECT count(*) FROM workItem WHERE workItem.state = state.value)
            FROM json_each('["collecting","queued","drafting","drafted","inReview","accepted","edited","rejected",
                "failed","ineligible"]') AS state;
        CREATE TRIGGER workItemAdded AFTER INSERT ON workItem
        BEGIN UPDATE workItemCount SET number = number + 1 WHERE state = NEW.state; END;
        CREATE TRIGGER workItemMoved AFTER UPDATE OF state ON workItem WHEN OLD.state <> NEW.state
        BEGIN
            UPDATE workItemCount SET number = number + iif(state = NEW.state, 1, -1)
            WHERE state IN (OLD.state, NEW.state);
        END;
        CREATE TRIGGER workItemRemoved AFTER DELETE ON workItem
        BEGIN UPDATE workItemCount SET number = number - 1 WHERE state = OLD.state; END;

        DROP INDEX workItemDue;
        DROP INDEX workItemChanged;
        CREATE INDEX workItemSettling ON workItem(notBefore, id) WHERE state = 'collecting';
        CREATE INDEX workItemClaimable ON workItem(priority, notBefore, id) WHERE state = 'queued' AND heldAt IS NULL;
        CREATE INDEX workItemDrafted ON workItem(notBefore, id) WHERE state = 'drafted';
        CREATE INDEX workItemInReview ON workItem(notBefore, id) WHERE state = 'inReview';
        CREATE INDEX workItemWaiting ON workItem(createdAt) WHERE state IN ('collecting', 'queued', 'drafting');
        CREATE INDEX workItemByChange ON workItem(state, changedAt, id);
        CREATE INDEX workItemByPriority ON workItem(state, priority, id);
        CREATE INDEX workItemByCaller ON workItem(callingAETitle, changedAt, id);
        CREATE INDEX workItemHeld ON workItem(heldAt) WHERE heldAt IS NOT NULL;

        CREATE TABLE outboxCount (
            destination TEXT NOT NULL, state TEXT NOT NULL, number INTEGER NOT NULL,
            PRIMARY KEY (destination, state)
        ) WITHOUT ROWID;
        INSERT INTO outboxCount (destination, state, number)
            SELECT destination, state, count(*) FROM outbox GROUP BY destination, state;
        CREATE TRIGGER outboxAdded AFTER INSERT ON outbox
        BEGIN
            INSERT INTO outboxCount (destination, state, number) VALUES (NEW.destination, NEW.state, 1)
            ON CONFLICT (destination, state) DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER outboxMoved AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state
        BEGIN
            UPDATE outboxCount SET number = number - 1 WHERE destination = OLD.destination AND state = OLD.state;
            INSERT INTO outboxCount (destination, state, number) VALUES (NEW.destination, NEW.state, 1)
            ON CONFLICT (destination, state) DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER outboxRemoved AFTER DELETE ON outbox
        BEGIN
            UPDATE outboxCount SET number = number - 1 WHERE destination = OLD.destination AND state = OLD.state;
        END;
        DROP INDEX outboxChanged;
        CREATE INDEX outboxByChange ON outbox(destination, state, changedAt, id);

        DROP TRIGGER workItemTransition;
        CREATE TRIGGER workItemTransition BEFORE UPDATE OF state ON workItem
        WHEN OLD.state <> NEW.state AND NEW.state <> 'collecting' AND (OLD.state, NEW.state) NOT IN (
            VALUES ('collecting', 'queued'), ('collecting', 'ineligible'), ('queued', 'drafting'),
                ('drafting', 'drafted'), ('drafting', 'queued'), ('drafting', 'failed'), ('failed', 'queued'),
                ('drafted', 'inReview'), ('inReview', 'drafted'), ('inReview', 'accepted'), ('inReview', 'edited'),
                ('inReview', 'rejected'), ('drafted', 'queued'), ('accepted', 'queued'), ('edited', 'queued'),
                ('rejected', 'queued'), ('ineligible', 'queued'))
        BEGIN SELECT RAISE(ABORT, 'a work item does not change that way'); END;
        """

    /// The pseudonym of a patient as `PatientHash` computed it when this migration shipped. It must not change with
    /// `PatientHash`.
    static let patientHash = DatabaseFunction("patientHash", argumentCount: 3, pure: true) { values in
        guard let patientID = String.fromDatabaseValue(values[0]), !patientID.isEmpty,
            let salt = Data.fromDatabaseValue(values[2])
        else { return nil }
        var hash = HMAC<SHA256>(key: SymmetricKey(data: salt))
        for part in [String.fromDatabaseValue(values[1]) ?? "", patientID] {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        return hash.finalize().prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
