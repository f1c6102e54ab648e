import DICOMCore
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct ReportCharacterSetTests {
    /// The document's character set, patient name and first finding.
    private func document(
        of name: NameInCharacterSet, finding: String
    ) throws -> (terms: String, name: String?, isNameUnchanged: Bool, hasFinding: Bool) {
        let chest = SyntheticObject.chest(characterSet: name.definedTerms, name: name.bytes)
        return try DraftDocument.sample(findings: [finding]).writing(about: [chest]) { path in
            if Judges.hasValidators {
                let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
                #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            }
            let document = try DICOMFile(path: path)
            let bytes = document.bytes(.patientName) ?? []
            return (
                document.definedTerms, document.string(.patientName), bytes.starts(with: name.bytes),
                document.dataSet.texts.contains(finding)
            )
        }
    }

    @Test func `writes umlauts in the Latin-1 of the images`() throws {
        let result = try document(of: NameInCharacterSet.all[1], finding: "Kein Erguß. Herz nicht vergrößert.")
        #expect(result.terms == "ISO_IR 100" && result.isNameUnchanged && result.hasFinding)
    }

    @Test func `writes Chinese in the GB18030 of the images`() throws {
        let result = try document(of: NameInCharacterSet.all[3], finding: "双肺清晰。")
        #expect(result.terms == "GB18030" && result.isNameUnchanged && result.hasFinding)
    }

    @Test(arguments: zip([0, 1, 4, 5], ["Doe^Jane", "Müller^Jörg", "Yamada^Tarou=山田^太郎", "Hong^Gildong=洪^吉洞"]))
    func `converts everything to UTF-8 if the text does not fit`(index: Int, name: String) throws {
        let result = try document(of: NameInCharacterSet.all[index], finding: "双肺清晰 – kein Erguß.")
        #expect(result.terms == "ISO_IR 192" && result.name == name && result.hasFinding)
    }

    @Test func `converts text within sequences too`() throws {
        var chest = SyntheticObject.chest()
        var request = SyntheticObject.empty
        request.set(0x0032, 0x1060, "LO", bytes: [0x54, 0x68, 0x6F, 0x72, 0xE4, 0x78], padding: 0x20)
        chest.set(0x0040, 0x0275, item: request)
        try DraftDocument.sample(findings: ["清晰"]).writing(about: [chest]) { path in
            let requests = try DICOMFile(path: path).dataSet.items(Tag(0x0040, 0xA370))
            #expect(requests.first?.string(Tag(0x0032, 0x1060)) == "Thoräx")
        }
    }

    @Test(
        arguments: [
            (nil, [0x4D, 0xFC, 0x6C, 0x6C], "Müll"), (nil, [UInt8]("Müll^山".utf8), "Müll^山"),
            ("ISO_IR 192", [0x4D, 0xFC, 0x6C, 0x6C], "Müll"), ("NO SUCH SET", [0x4D, 0x80], "M\u{80}"),
        ] as [(String?, [UInt8], String)])
    func `carries a name that its character set does not have as it was read, in UTF-8`(
        terms: String?, bytes: [UInt8], name: String
    ) throws {
        let chest = SyntheticObject.chest(characterSet: terms, name: bytes)
        for finding in ["No finding.", "清晰"] {
            try DraftDocument.sample(findings: [finding]).writing(about: [chest]) { path in
                let document = try DICOMFile(path: path)
                #expect(document.definedTerms == "ISO_IR 192")
                #expect(document.string(.patientName) == name)
                #expect(document.dataSet.texts.contains(finding))
            }
        }
    }

    @Test func `a text in the images' request that is in no declared set is converted too`() throws {
        var chest = SyntheticObject.chest(characterSet: nil, name: [UInt8]("Doe^Jane".utf8))
        var request = SyntheticObject.empty
        request.set(0x0032, 0x1060, "LO", bytes: [0x54, 0x68, 0x6F, 0x72, 0xE4, 0x78], padding: 0x20)
        chest.set(0x0040, 0x0275, item: request)
        try DraftDocument.sample.writing(about: [chest]) { path in
            let document = try DICOMFile(path: path)
            #expect(document.definedTerms == "ISO_IR 192")
            let requests = document.dataSet.items(Tag(0x0040, 0xA370))
            #expect(requests.first?.string(Tag(0x0032, 0x1060)) == "Thoräx")
        }
    }
}
