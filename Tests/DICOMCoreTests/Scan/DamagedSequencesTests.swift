import DICOMCore
import Testing

/// What devices in the field get wrong in a sequence: the image's own attributes must still be read.
struct DamagedSequencesTests {
    private static let region = Tag.anatomicRegionSequence
    private static let unwanted = Tag(0x0008, 0x1140)
    private static let reference = Tag(0x0008, 0x1150)

    private func expectImage(with damaged: [UInt8], _ coding: CodedElements, code: String? = nil) throws {
        let header = try coding.header(of: coding.image(with: damaged))
        #expect(header.sopInstanceUID == "1.2.3" && header.patientName == "Doe^Jane" && header.patientID == "P1")
        #expect(header.studyInstanceUID == "1.2.4" && header.seriesInstanceUID == "1.2.5")
        #expect(header.rows == 4 && header.columns == 4)
        #expect(header.anatomicRegion?.value == code)
    }

    @Test(arguments: CodedElements.all)
    func `text in the tag of a wanted sequence is passed over`(_ coding: CodedElements) throws {
        try expectImage(with: coding.text(Self.region, "LO", "CHEST"), coding)
        try expectImage(with: coding.text(Self.region, "UN", "CHEST of the patient"), coding)
    }

    @Test(arguments: CodedElements.all.prefix(2))
    func `items of VR UN are read in the coding that they show`(_ coding: CodedElements) throws {
        for items in [coding, coding.other] {
            let item = items.item(items.code)
            try expectImage(with: coding.element(Self.region, "UN", item), coding, code: "51185008")
            let open = items.openItem(items.code + items.itemEnd) + items.sequenceEnd
            try expectImage(with: coding.open(Self.region, open, vr: "UN"), coding, code: "51185008")
        }
    }

    @Test(arguments: CodedElements.all.prefix(2))
    func `items in the other coding than their data set are read`(_ coding: CodedElements) throws {
        let item = coding.other.item(coding.other.code)
        try expectImage(with: coding.element(Self.region, "SQ", item), coding, code: "51185008")
    }

    @Test(arguments: CodedElements.all, [region, unwanted])
    func `delimiters may be missing, mixed up or doubled`(_ coding: CodedElements, _ tag: Tag) throws {
        let code = tag == Self.region ? "51185008" : nil
        let (end, sequenceEnd) = (coding.itemEnd, coding.sequenceEnd)
        let item = coding.openItem(coding.code)
        let whole = coding.item(coding.code)
        let zero = [UInt8](repeating: 0, count: 8)
        for rest in [
            item + end + sequenceEnd, item + sequenceEnd, item + end, item + sequenceEnd + end,
            item + end + end + sequenceEnd, item + end + sequenceEnd + sequenceEnd, item + end + zero, whole,
            whole + end,
            whole + zero, whole + item + whole + sequenceEnd,
        ] {
            try expectImage(with: coding.open(tag, rest), coding, code: code)
        }
    }

    @Test(arguments: CodedElements.all, [region, unwanted])
    func `a sequence that nothing closes is left out`(_ coding: CodedElements, _ tag: Tag) throws {
        try expectImage(with: coding.open(tag, coding.openItem(coding.code)), coding)
    }

    @Test(arguments: CodedElements.all, [region, unwanted])
    func `a sequence may be longer or shorter than it says`(_ coding: CodedElements, _ tag: Tag) throws {
        let item = coding.item(coding.code)
        try expectImage(with: coding.element(tag, "SQ", item, length: 16), coding)
        let longer = coding.element(tag, "SQ", item, length: item.count + 20)
        let header = try coding.header(of: coding.image(with: longer))
        #expect(header.patientID == "P1" && header.studyInstanceUID == "1.2.4")
        // An item beyond its sequence, whose own length is right.
        try expectImage(
            with: coding.element(tag, "SQ", coding.item(coding.code, length: item.count + 90)), coding)
    }

    @Test(arguments: CodedElements.all)
    func `garbage between two elements is passed over`(_ coding: CodedElements) throws {
        try expectImage(with: Array("\u{13}\u{07}garbage that is no element at all".utf8), coding)
    }

    @Test(arguments: [0, 2])
    func `small letters and letters of a VR that does not exist are passed over`(place: Int) throws {
        let coding = CodedElements.all[place]
        for vr in ["lo", "ui", "Zz", "ZZ"] {
            try expectImage(with: coding.element(Tag(0x0009, 0x1010), vr, Array("ABCD".utf8)), coding)
        }
    }

    @Test(arguments: CodedElements.all)
    func `an image cut off within or after a sequence is never taken for whole`(_ coding: CodedElements) throws {
        let icon = coding.element(.rows, "US", coding.word(1)) + coding.element(.pixelData, "OW", [1, 2])
        for sequence in [
            coding.open(Tag(0x0088, 0x0200), coding.openItem(icon) + coding.itemEnd + coding.sequenceEnd),
            coding.open(Self.unwanted, coding.openItem(coding.code) + coding.itemEnd + coding.sequenceEnd),
        ] {
            let whole = coding.image(with: sequence)
            let pixels = coding.element(.pixelData, "OW", [UInt8](repeating: 7, count: 32))
            // Cut within the pixels' element or within the sequence; a cut between two elements leaves no trace.
            let start = try #require(whole.firstRange(of: sequence)).lowerBound
            for count in (start + 12)..<(start + sequence.count) {
                let error = #expect(throws: HeaderScanError.self) { try coding.header(of: Array(whole.prefix(count))) }
                guard case .truncated = error else {
                    Issue.record("\(count): \(String(describing: error))")
                    return
                }
            }
            for count in (whole.count - pixels.count + 1)..<whole.count {
                #expect(throws: HeaderScanError.self, "\(count)") { try coding.header(of: Array(whole.prefix(count))) }
            }
        }
    }

    @Test(arguments: CodedElements.all)
    func `attributes inside a damaged sequence are not taken for the image's own`(_ coding: CodedElements) throws {
        let nested = coding.text(.patientID, "LO", "OTHER") + coding.text(.studyInstanceUID, "UI", "9.9")
        for damaged in [
            coding.open(Self.unwanted, coding.openItem(nested)),
            coding.open(Self.unwanted, coding.openItem(nested) + coding.sequenceEnd),
            coding.open(
                Self.unwanted, coding.openItem(nested + [0x13, 0x07, 0x13]) + coding.itemEnd + coding.sequenceEnd),
        ] {
            try expectImage(with: damaged, coding)
        }
    }

    @Test func `a data set in another coding than its transfer syntax is read`() throws {
        for declared in CodedElements.all {
            for coding in CodedElements.all where !(declared.isBig && coding.encoding == .implicitLittleEndian) {
                let header = try declared.header(of: coding.image(with: []))
                #expect(header.patientID == "P1" && header.rows == 4)
            }
        }
    }
}
