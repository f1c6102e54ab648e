import Foundation
import Testing

@testable import DICOMObject

struct DICOMDateTimeTests {
    @Test(
        arguments: [
            ("20261123071500.250+0100", nil, "2026-11-23T06:15:00.250Z"),
            ("20261123071500-0530", nil, "2026-11-23T12:45:00.000Z"),
            ("20261123071500", "+0200", "2026-11-23T05:15:00.000Z"),
            ("20261123071500+0000", "+0200", "2026-11-23T07:15:00.000Z"),
            ("2026+0000", nil, "2026-01-01T00:00:00.000Z"), ("202611230715+0000", nil, "2026-11-23T07:15:00.000Z"),
            ("20261123235960+0000", nil, "2026-11-23T23:59:59.000Z"),
        ] as [(String, String?, String)])
    func `a time is the same wherever its offset is stated`(text: String, zone: String?, expected: String) throws {
        let date = try #require(DICOMDateTime(text, zone: zone)).date
        #expect(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) == expected)
    }

    @Test func `without any offset it is in local time`() throws {
        let date = try #require(DICOMDateTime("20260704101500", zone: nil)).date
        let parts = Calendar.current.dateComponents([.month, .day, .hour, .minute], from: date)
        #expect(parts.month == 7 && parts.day == 4 && parts.hour == 10 && parts.minute == 15)
    }

    @Test(arguments: [
        "", "202", "20261323", "20261100", "2026112324", "yesterday", "20261123071500+1", "20261123 071500",
    ])
    func `an invalid date and time is refused`(text: String) {
        #expect(DICOMDateTime(text, zone: nil) == nil)
    }
}
