extension Schema {
    /// What the code of a view leaves open: lordotic, cross-table. Images of studies that have been settled keep their
    /// verdict.
    static let viewModifiersMigration = """
        ALTER TABLE instance ADD COLUMN viewModifierValues TEXT;
        ALTER TABLE instance ADD COLUMN viewModifierSchemes TEXT;
        ALTER TABLE instance ADD COLUMN viewModifierMeanings TEXT;
        """
}
