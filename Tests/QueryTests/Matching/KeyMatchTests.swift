import DICOMCore
import Testing
import WorkListDatabase

@testable import Query

struct KeyMatchTests {
    private func match(_ attribute: IndexedAttribute, _ value: String) -> KeyMatch { KeyMatch(attribute, value) }

    @Test func `a date and time has a range too, told from its offset from UTC`() {
        let attribute = IndexedAttribute.verificationDateTime
        func range(_ lower: String, _ upper: String) -> KeyMatch { .condition(.isBetween(attribute, lower, upper)) }
        #expect(match(attribute, "202611-202612") == range("202611", "20261231235959.999999"))
        #expect(match(attribute, "2026 - 2027") == range("2026", "20271231235959.999999"))
        #expect(match(attribute, "-2026") == range("0", "20261231235959.999999"))
        #expect(match(attribute, "20261122103000") == range("202611221030", "20261122103000.999999"))
        #expect(match(attribute, "20261122103000-0500") == .unsupported)
        #expect(match(attribute, "20261122103000+0100-20261123") == .unsupported)
    }

    @Test(
        arguments: [
            ("20261101 - 20261103", "20261101", "20261103"), ("20261101-", "20261101", "99991231"),
            ("- 2026.11.03", "0", "20261103"), ("202611", "202611", "20261131"), ("2026-2027", "2026", "20271231"),
        ] as [(String, String, String)])
    func `a date is a range with spaces, with periods, or of a month or year`(
        value: String, lower: String, upper: String
    ) {
        #expect(match(.studyDate, value) == .condition(.isBetween(.studyDate, lower, upper)))
    }

    @Test func `a single date is one value, in either form`() {
        for value in ["20261102", "2026.11.02", " 20261102 ", "20261102\0", "20261102-20261102"] {
            #expect(match(.studyDate, value) == .condition(.isOneOf(.studyDate, ["20261102"])), "\(value)")
        }
    }

    @Test(
        arguments: [
            ("09:00-09:30", "09", "093059.999999"), ("09:30:15", "093015", "093015.999999"),
            ("0900 - 0930", "09", "093059.999999"),
        ] as [(String, String, String)])
    func `a time may have colons`(value: String, lower: String, upper: String) {
        #expect(match(.studyTime, value) == .condition(.isBetween(.studyTime, lower, upper)))
    }

    @Test(arguments: [
        (IndexedAttribute.studyDate, "yesterday"), (.studyDate, "2026-11-02"), (.studyDate, "202611021"),
        (.studyDate, "2026*"), (.studyDate, "-"), (.studyDate, "20261102\\soon"), (.studyTime, "9:30"),
        (.studyTime, "093"), (.seriesNumber, "one"), (.seriesNumber, "1*"), (.numberOfStudyRelatedSeries, "2"),
    ])
    func `a value that cannot be matched is never taken for another`(attribute: IndexedAttribute, value: String) {
        #expect(match(attribute, value) == .unsupported)
    }

    @Test(arguments: ["", "*", "**", " ", "^^^^", "*^*", "*^*^*", "=", "*=*", "^=^", "*\\DOE"])
    func `a name of wild cards and delimiters narrows nothing`(value: String) {
        #expect(match(.patientName, value) == .universal)
    }

    @Test func `several values match if one of them does, whatever the attribute`() {
        #expect(match(.modality, "CR\\ dx") == .condition(.isOneOf(.modality, ["CR", "DX"])))
        #expect(match(.accessionNumber, "A1\\A2 \\") == .condition(.isOneOf(.accessionNumber, ["A1", "A2"])))
        #expect(match(.seriesNumber, "1\\02") == .condition(.isOneOf(.seriesNumber, ["1", "2"])))
        #expect(
            match(.patientID, "P1\\Q*")
                == .condition(
                    .isAny(of: .patientID, [.isOneOf(.patientID, ["P1"]), .isLike(.patientID, pattern: "Q*")])))
        #expect(
            match(.studyDate, "20260101\\20270101-")
                == .condition(
                    .isAny(
                        of: .studyDate,
                        [.isOneOf(.studyDate, ["20260101"]), .isBetween(.studyDate, "20270101", "99991231")])))
    }
}
