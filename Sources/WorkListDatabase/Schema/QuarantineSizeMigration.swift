extension Schema {
    /// The size of quarantined files. It is null for files that entered quarantine before this migration until a backup
    /// has read them.
    static let quarantineSizeMigration = """
        ALTER TABLE quarantine ADD COLUMN byteCount INTEGER CHECK (byteCount > 0);
        """
}
