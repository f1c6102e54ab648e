import DICOMCore
import Testing

/// A damaged sequence may hold another patient or another picture, as a reference or an icon does. What is read is the
/// image's own, or the image is refused.
struct DamagedPatientTests {
    /// A way to damage a sequence of one item, and the bytes of it.
    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: @Sendable (CodedElements, Tag, _ content: [UInt8]) -> [UInt8]

        init(_ description: String, _ bytes: @escaping @Sendable (CodedElements, Tag, [UInt8]) -> [UInt8]) {
            (testDescription, self.bytes) = (description, bytes)
        }
    }

    private static let photometricInterpretation = Tag(0x0028, 0x0004)
    private static let tags = [Tag(0x0008, 0x1140), Tag(0x0009, 0x1010), Tag(0x0008, 0x2112)]

    private static func reference(_ coding: CodedElements) -> [UInt8] {
        coding.text(.referencedSOPClassUID, "UI", "1.2.3") + coding.text(.referencedSOPInstanceUID, "UI", "1.2.3.9")
    }

    private static func patient(_ coding: CodedElements, _ word: String, born year: String) -> [UInt8] {
        coding.text(.patientName, "PN", "\(word)^PATIENT") + coding.text(.patientID, "LO", "\(word)-ID")
            + coding.text(.patientBirthDate, "DA", "\(year)0101") + coding.text(.patientSex, "CS", "M")
    }

    private static func picture(_ coding: CodedElements, _ rows: Int, _ columns: Int, _ kind: String) -> [UInt8] {
        coding.element(Tag(0x0028, 0x0002), "US", coding.word(1)) + coding.text(photometricInterpretation, "CS", kind)
            + coding.element(.rows, "US", coding.word(rows)) + coding.element(.columns, "US", coding.word(columns))
            + coding.element(Tag(0x0028, 0x0100), "US", coding.word(8))
            + coding.element(Tag(0x0028, 0x0101), "US", coding.word(8))
            + coding.element(Tag(0x0028, 0x0102), "US", coding.word(7))
            + coding.element(Tag(0x0028, 0x0103), "US", coding.word(0))
    }

    private static func image(_ coding: CodedElements, with damaged: [UInt8]) -> [UInt8] {
        var bytes = coding.text(.sopClassUID, "UI", "1.2.840.10008.5.1.4.1.1.1.1")
        bytes += coding.text(.sopInstanceUID, "UI", "1.2.3.4.5") + coding.text(.modality, "CS", "DX")
        bytes += damaged + patient(coding, "RIGHT", born: "1970") + coding.text(.bodyPartExamined, "CS", "CHEST")
        bytes += coding.text(.viewPosition, "CS", "PA") + coding.text(.studyInstanceUID, "UI", "1.2.3.4")
        bytes += coding.text(.seriesInstanceUID, "UI", "1.2.3.4.1") + picture(coding, 256, 256, "MONOCHROME2")
        return bytes + coding.element(.pixelData, "OW", [UInt8](repeating: 7, count: 256 * 256))
    }

    static let damages = [
        Damage("nothing") { coding, tag, content in coding.element(tag, "SQ", coding.item(content)) },
        Damage("sequence beyond the file") { coding, tag, content in
            coding.element(tag, "SQ", coding.item(content), length: 0x7FFF_FFF0)
        },
        Damage("sequence longer by the patient") { coding, tag, content in
            let item = coding.item(content)
            return coding.element(tag, "SQ", item, length: item.count + patient(coding, "RIGHT", born: "1970").count)
        },
        Damage("sequence 11 bytes longer") { coding, tag, content in
            let item = coding.item(content)
            return coding.element(tag, "SQ", item, length: item.count + 11)
        },
        Damage("sequence and item shorter") { coding, tag, content in
            let count = reference(coding).count
            return coding.element(tag, "SQ", coding.item(content, length: count), length: count + 8)
        },
        Damage("open sequence, item shorter") { coding, tag, content in
            coding.open(tag, coding.item(content, length: reference(coding).count))
        },
        Damage("open sequence, item beyond the file") { coding, tag, content in
            coding.open(tag, coding.item(content, length: 0x7FFF_FFF0))
        },
        Damage("open sequence, item beyond the file, zeros") { coding, tag, content in
            coding.open(tag, coding.item(content, length: 0x7FFF_FFF0) + [UInt8](repeating: 0, count: 8))
        },
        Damage("open sequence, item beyond the file, delimiter") { coding, tag, content in
            coding.open(tag, coding.item(content, length: 0x7FFF_FFF0) + coding.sequenceEnd)
        },
        Damage("open sequence, item 20 bytes longer, delimiter") { coding, tag, content in
            coding.open(tag, coding.item(content, length: content.count + 20) + coding.sequenceEnd)
        },
        Damage("open sequence, item longer by the patient") { coding, tag, content in
            let patient = patient(coding, "RIGHT", born: "1970")
            return coding.open(tag, coding.item(content, length: content.count + patient.count))
        },
        Damage("sequence and item 20 bytes longer") { coding, tag, content in
            coding.element(
                tag, "SQ", coding.item(content, length: content.count + 20), length: content.count + 28)
        },
        Damage("open sequence, last element of the item too long") { coding, tag, content in
            let last = coding.element(Tag(0x0028, 0x0106), "US", coding.word(1), length: 6)
            return coding.open(tag, coding.item(content + last))
        },
    ]

    /// The damages after which the image is read all the same.
    private static let passedOver: Set = [
        "nothing", "sequence longer by the patient", "sequence 11 bytes longer",
    ]

    /// What the reporter reads: the extract, scanned as the object that it is.
    private func readExtract(_ bytes: [UInt8], _ coding: CodedElements) throws(HeaderScanError) -> HeaderScan {
        let known: [Tag: VR] = [
            .patientName: .personName, .patientID: .longString, .patientBirthDate: .date, .patientSex: .codeString,
            .rows: .unsignedShort, .columns: .unsignedShort, Self.photometricInterpretation: .codeString,
            Tag(0x0008, 0x2112): .sequence,
        ]
        var source = ScanSource(bytes)
        let extract = try DataSetExtract(
            &source, from: 0, encoding: coding.encoding, sequences: [Tag(0x0008, 0x2112)]
        ) { known[$0] }
        var result = ScanSource(extract.bytes)
        return try HeaderScan(
            &result, encoding: extract.isBigEndian ? .explicitBigEndian : .explicitLittleEndian,
            selecting: .tags(Set(known.keys), sequences: []))
    }

    private func check(_ coding: CodedElements, _ damage: Damage, _ tag: Tag, _ content: [UInt8]) {
        let bytes = Self.image(coding, with: damage.bytes(coding, tag, content))
        let comment: Comment = "\(tag)"
        do throws(HeaderScanError) {
            let header = try coding.header(of: bytes)
            #expect(header.patientName == "RIGHT^PATIENT" && header.patientID == "RIGHT-ID", comment)
            #expect(header.patientBirthDate == "19700101" && header.patientSex == "M", comment)
            #expect(header.studyInstanceUID == "1.2.3.4" && header.sopInstanceUID == "1.2.3.4.5", comment)
            #expect(header.rows == 256 && header.columns == 256, comment)
        } catch {
            #expect(!Self.passedOver.contains(damage.testDescription), "\(tag): \(error)")
        }
        do throws(HeaderScanError) {
            let scan = try readExtract(bytes, coding)
            #expect(scan.text(.patientName) == "RIGHT^PATIENT" && scan.text(.patientID) == "RIGHT-ID", comment)
            #expect(scan.text(.patientBirthDate) == "19700101" && scan.text(.patientSex) == "M", comment)
            #expect(scan.unsignedShort(.rows) == 256 && scan.unsignedShort(.columns) == 256, comment)
            #expect(scan.text(Self.photometricInterpretation) == "MONOCHROME2", comment)
        } catch {
            #expect(!Self.passedOver.contains(damage.testDescription), "\(tag): \(error)")
        }
    }

    @Test(arguments: CodedElements.all, damages)
    func `the patient of an item is never taken for the image's`(_ coding: CodedElements, _ damage: Damage) {
        let content = Self.reference(coding) + Self.patient(coding, "WRONG", born: "1999")
        for tag in Self.tags { check(coding, damage, tag, content) }
    }

    @Test(arguments: CodedElements.all, damages)
    func `the picture of an item is never taken for the image's`(_ coding: CodedElements, _ damage: Damage) {
        let content = Self.reference(coding) + Self.picture(coding, 64, 1024, "MONOCHROME1")
        for tag in Self.tags { check(coding, damage, tag, content) }
    }

    @Test(arguments: CodedElements.all)
    func `a second patient or picture beside the first is refused and named`(_ coding: CodedElements) {
        for (double, tag) in [
            (Self.patient(coding, "WRONG", born: "1999"), Tag.patientName),
            (Self.picture(coding, 64, 1024, "MONOCHROME2"), .rows),
        ] {
            let bytes = Self.image(coding, with: double)
            let error = #expect(throws: HeaderScanError.self) { try coding.header(of: bytes) }
            guard case .repeated(tag, let place)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(
                error?.description == "\(tag) occurs twice with different values, the second time at byte \(place)")
            #expect(error?.description.contains("WRONG") == false && error?.description.contains("RIGHT") == false)
            #expect(throws: HeaderScanError.repeated(tag, offset: place)) { try readExtract(bytes, coding) }
        }
    }

    @Test(arguments: CodedElements.all)
    func `an attribute that occurs twice with one value is read`(_ coding: CodedElements) throws {
        let bytes = Self.image(
            coding,
            with: Self.patient(coding, "RIGHT", born: "1970") + Self.picture(coding, 256, 256, "MONOCHROME2"))
        #expect(try coding.header(of: bytes).patientID == "RIGHT-ID")
        #expect(try readExtract(bytes, coding).unsignedShort(.rows) == 256)
    }
}
