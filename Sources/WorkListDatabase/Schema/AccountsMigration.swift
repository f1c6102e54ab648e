extension Schema {
    /// Adds users of the page: the role viewer, passwords as scrypt hashes, sessions with only the hash of their secret, and
    /// each user's settings of the page. A new role, or disabling the user, ends the user's sessions.
    static let accountsMigration = """
        CREATE TABLE userWithViewers (
            login TEXT NOT NULL PRIMARY KEY
                CHECK (length(login) BETWEEN 1 AND 64 AND login NOT GLOB '*[^!-~]*'),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 194),
            organization TEXT NOT NULL CHECK (length(organization) BETWEEN 1 AND 64),
            codeValue TEXT CHECK (length(codeValue) BETWEEN 1 AND 16),
            codingScheme TEXT CHECK (length(codingScheme) BETWEEN 1 AND 16),
            codeMeaning TEXT CHECK (length(codeMeaning) BETWEEN 1 AND 64),
            role TEXT NOT NULL CHECK (role IN ('viewer', 'reviewer', 'administrator')),
            isDisabled INTEGER NOT NULL DEFAULT 0 CHECK (isDisabled IN (0, 1)),
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            CHECK ((codeValue IS NULL) = (codingScheme IS NULL) AND (codeValue IS NULL) = (codeMeaning IS NULL))
        ) WITHOUT ROWID;
        INSERT INTO userWithViewers (login, name, organization, codeValue, codingScheme, codeMeaning, role, isDisabled,
            createdAt, changedAt)
        SELECT login, name, organization, codeValue, codingScheme, codeMeaning, role, isDisabled, createdAt, changedAt
        FROM user;
        DROP TABLE user;
        ALTER TABLE userWithViewers RENAME TO user;

        CREATE TABLE password (
            login TEXT NOT NULL PRIMARY KEY REFERENCES user(login) ON DELETE CASCADE,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            salt BLOB NOT NULL CHECK (length(salt) = 16),
            rounds INTEGER NOT NULL,
            blockSize INTEGER NOT NULL,
            parallelism INTEGER NOT NULL,
            changedAt INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE session (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            login TEXT NOT NULL REFERENCES user(login) ON DELETE CASCADE,
            address TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            usedAt INTEGER NOT NULL CHECK (usedAt >= startedAt),
            wasUnattended INTEGER NOT NULL DEFAULT 0 CHECK (wasUnattended IN (0, 1)),
            isBySingleSignOn INTEGER NOT NULL CHECK (isBySingleSignOn IN (0, 1))
        );
        CREATE INDEX sessionByLogin ON session(login);
        CREATE TRIGGER sessionsOfChangedUser AFTER UPDATE OF role, isDisabled ON user
        WHEN NEW.role <> OLD.role OR NEW.isDisabled
        BEGIN DELETE FROM session WHERE login = NEW.login; END;

        CREATE TABLE userSettings (
            login TEXT NOT NULL PRIMARY KEY REFERENCES user(login) ON DELETE CASCADE,
            language TEXT CHECK (language IN ('en', 'zh')),
            theme TEXT NOT NULL CHECK (theme IN ('dark', 'light')),
            shortcuts INTEGER NOT NULL CHECK (shortcuts IN (0, 1)),
            textSize REAL NOT NULL CHECK (textSize BETWEEN 0.8 AND 2)
        ) WITHOUT ROWID;
        """
}
