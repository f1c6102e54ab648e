package import DICOMCore

extension DICOMFile {
    /// Refuses the file if it is not the image that its row says.
    ///
    /// The row comes from another scan of the same bytes (`InstanceHeader`), which may skip damaged sequences differently.
    /// If the two disagree, one of them took the patient or the size from inside a sequence.
    ///
    /// - Throws: `unreadable` with the attributes that differ, without their values.
    package func check(against row: ImageIdentity) throws(DICOMObjectError) {
        var differing: [Tag] = []
        if string(.sopInstanceUID) != row.sopInstanceUID { differing.append(.sopInstanceUID) }
        if let id = row.patientID.map(Self.comparable), !id.isEmpty, id != string(.patientID).map(Self.comparable) {
            differing.append(.patientID)
        }
        if string(.studyInstanceUID) != row.studyInstanceUID { differing.append(.studyInstanceUID) }
        for (tag, known) in [(Tag.rows, row.rows), (.columns, row.columns)] {
            // The row has the first two bytes of the value, which are its number only if the VR is US.
            guard let known, dataSet.element(tag).map({ $0.vr == "US" }) ?? true else { continue }
            if dataSet.integer(tag) != known { differing.append(tag) }
        }
        guard differing.isEmpty else {
            let names = differing.map { "\($0)" }.joined(separator: ", ")
            throw .unreadable(reason: "\(names) in the file is not what was read when the object was stored")
        }
    }

    /// What does not depend on the rules by which text is read: a row may be older than those of today.
    private static func comparable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter(\.isASCII))).trimmingSpaces
    }
}
