import DICOMCore
import Testing

@testable import DICOMObject

struct ReportIdentityTests {
    private struct Identity: Equatable {
        let instance: String?
        let series: String?
    }

    private func identity(
        of images: [SyntheticObject] = [.chest()], _ change: (inout DraftDocument) -> Void = { _ in }
    ) throws -> Identity {
        var report = DraftDocument.sample
        change(&report)
        return try report.writing(about: images) { path in
            let document = try DICOMFile(path: path)
            return Identity(
                instance: document.string(.sopInstanceUID), series: document.string(.seriesInstanceUID))
        }
    }

    @Test func `changes with revision and images within one series`() throws {
        let first = try identity()
        for other in [
            try identity { $0.revision = 2 }, try identity(of: [.chest(), .chest(instance: "1.2.3.4.2")]),
        ] {
            #expect(other.instance != first.instance)
            #expect(other.series == first.series)
        }
    }

    @Test func `changes with each restore of the work list, within one series`() throws {
        let identities = try [nil, 1, 2].map { restoredAt in try identity { $0.restoredAt = restoredAt } }
        #expect(Set(identities.map(\.instance)).count == 3 && Set(identities.map(\.series)).count == 1)
        #expect(try identity { $0.restoredAt = 1 } == identities[1])
    }

    @Test func `changes with the weights, and the device with them`() throws {
        let first = try identity()
        let other = try identity { $0.device.weightsHash = "00" }
        #expect(other.instance != first.instance && other.series != first.series)
        var device = ReportingDevice.sample
        device.weightsHash = "00"
        #expect(device.uid != ReportingDevice.sample.uid)
        device = .sample
        device.softwareVersion = "thoraxd 9"
        #expect(device.uid == ReportingDevice.sample.uid)
    }

    @Test func `does not depend on text or time`() throws {
        #expect(
            try identity()
                == identity { report in
                    report.findings = ["Other words."]
                    report.contentTime = "235959"
                })
    }
}
