extension Schema {
    /// What C-FIND matches and returns beyond the first version: who gave a patient's ID, requests, the flags and
    /// titles of structured reports; and person names by component group, folded so that case makes no difference.
    ///
    /// `personNameGroup(name, 1...3)` is `PersonNameGroups`, which the store adds to its connections.
    static let queryAttributesMigration = """
        ALTER TABLE study ADD COLUMN issuerOfPatientID TEXT;
        ALTER TABLE study ADD COLUMN patientNameAlphabetic TEXT;
        ALTER TABLE study ADD COLUMN patientNameIdeographic TEXT;
        ALTER TABLE study ADD COLUMN patientNamePhonetic TEXT;
        ALTER TABLE study ADD COLUMN referringPhysicianNameAlphabetic TEXT;
        ALTER TABLE study ADD COLUMN referringPhysicianNameIdeographic TEXT;
        ALTER TABLE study ADD COLUMN referringPhysicianNamePhonetic TEXT;
        UPDATE study SET
            patientNameAlphabetic = personNameGroup(patientName, 1),
            patientNameIdeographic = personNameGroup(patientName, 2),
            patientNamePhonetic = personNameGroup(patientName, 3),
            referringPhysicianNameAlphabetic = personNameGroup(referringPhysicianName, 1),
            referringPhysicianNameIdeographic = personNameGroup(referringPhysicianName, 2),
            referringPhysicianNamePhonetic = personNameGroup(referringPhysicianName, 3);
        DROP INDEX studyByPatientName;
        CREATE INDEX studyByPatientNameAlphabetic ON study(patientNameAlphabetic);
        CREATE INDEX studyByPatientNameIdeographic ON study(patientNameIdeographic)
            WHERE patientNameIdeographic IS NOT NULL;
        CREATE INDEX studyByPatientNamePhonetic ON study(patientNamePhonetic) WHERE patientNamePhonetic IS NOT NULL;

        ALTER TABLE series ADD COLUMN seriesDate TEXT;
        ALTER TABLE series ADD COLUMN seriesTime TEXT;
        ALTER TABLE series ADD COLUMN requestedProcedureID TEXT;
        ALTER TABLE series ADD COLUMN scheduledProcedureStepID TEXT;
        DROP INDEX seriesByStudy;
        CREATE INDEX seriesByStudy ON series(studyRow, modality);
        CREATE INDEX seriesByModality ON series(modality, studyRow);

        ALTER TABLE instance ADD COLUMN contentDate TEXT;
        ALTER TABLE instance ADD COLUMN contentTime TEXT;
        ALTER TABLE instance ADD COLUMN completionFlag TEXT;
        ALTER TABLE instance ADD COLUMN verificationFlag TEXT;
        ALTER TABLE instance ADD COLUMN conceptNameCodeValue TEXT;
        ALTER TABLE instance ADD COLUMN conceptNameCodingScheme TEXT;
        ALTER TABLE instance ADD COLUMN conceptNameCodeMeaning TEXT;
        ALTER TABLE instance ADD COLUMN verifyingObserverName TEXT;
        ALTER TABLE instance ADD COLUMN verifyingObserverNameAlphabetic TEXT;
        ALTER TABLE instance ADD COLUMN verifyingObserverNameIdeographic TEXT;
        ALTER TABLE instance ADD COLUMN verifyingObserverNamePhonetic TEXT;
        ALTER TABLE instance ADD COLUMN verificationDateTime TEXT;
        ALTER TABLE instance ADD COLUMN referencedAccessionNumber TEXT;
        ALTER TABLE instance ADD COLUMN referencedRequestedProcedureID TEXT;
        """
}
