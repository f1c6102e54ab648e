import GRDB

extension Schema {
    /// Attributes that C-FIND matches and returns beyond the first version: issuer of the patient ID, requests, flags
    /// and titles of structured reports; and person names by component group, folded for case-insensitive matching.
    ///
    /// `personNameGroup(name, 1...3)` is the function below.
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

    /// A folded component group of a person name as `PersonNameGroups` computed it when this migration shipped. It must
    /// not change with `PersonNameGroups`.
    static let personNameGroup = DatabaseFunction("personNameGroup", argumentCount: 2, pure: true) { values in
        guard let name = String.fromDatabaseValue(values[0]), let number = Int.fromDatabaseValue(values[1]) else {
            return nil
        }
        let groups = name.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        guard number <= groups.count else { return nil }
        let isPadding = { (character: Character) in character == " " || character == "\0" }
        var components = groups[number - 1].uppercased().lowercased()
            .split(separator: "^", omittingEmptySubsequences: false)
            .map { component in
                let kept = component.drop(while: isPadding)
                return kept.lastIndex { !isPadding($0) }.map { String(kept[...$0]) } ?? ""
            }
        while components.last?.isEmpty == true { components.removeLast() }
        return components.isEmpty ? nil : components.joined(separator: "^")
    }
}
