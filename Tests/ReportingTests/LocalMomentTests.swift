import Foundation
import Testing

@testable import Reporting

struct LocalMomentTests {
    private func moment(_ seconds: Double, _ zone: String) throws -> LocalMoment {
        LocalMoment(Date(timeIntervalSince1970: seconds), in: try #require(TimeZone(identifier: zone)))
    }

    @Test func `a moment is local, with its offset from Coordinated Universal Time`() throws {
        let summer = try moment(1_783_160_100.25, "Europe/Berlin")  // 2026-07-04 10:15:00.250 UTC
        #expect(summer.date == "20260704" && summer.time == "121500" && summer.offset == "+0200")
        #expect(summer.timeWithMilliseconds == "121500.250")
        let newfoundland = try moment(1_795_418_100, "America/St_Johns")  // 2026-11-23 07:15:00 UTC
        #expect(newfoundland.date == "20261123" && newfoundland.time == "034500" && newfoundland.offset == "-0330")
        #expect(try moment(1_795_418_100, "UTC").offset == "+0000")
    }

    @Test(arguments: [(0.9996, "000001.000"), (0.001, "000000.001"), (59.999, "000059.999"), (-0.5, "235959.500")])
    func `milliseconds are rounded and never lost`(seconds: Double, time: String) throws {
        #expect(try moment(seconds, "UTC").timeWithMilliseconds == time)
    }
}
