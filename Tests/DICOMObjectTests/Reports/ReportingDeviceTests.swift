import Testing

@testable import DICOMObject

struct ReportingDeviceTests {
    private func device(name: String, version: String) -> ReportingDevice {
        ReportingDevice(
            manufacturer: "thoraxd project", modelName: name, modelVersion: version, weightsHash: "9f86d081884c7d65",
            serialNumber: "T1", softwareVersion: "thoraxd 0.1", name: "THORAXD")
    }

    @Test(arguments: [(70, 3), (10, 80), (80, 80), (63, 1), (64, 1), (30, 40)])
    func `a model of any name and version can be written down`(name: Int, version: Int) throws {
        let device = device(
            name: String(repeating: "é", count: name), version: String(repeating: "9", count: version))
        #expect(device.texts.allSatisfy { (1...64).contains($0.unicodeScalars.count) })
        var draft = DraftDocument.sample
        draft.device = device
        try draft.check()
        // The version tells models of one name apart: it is whole where there is room for it.
        if version <= 39 { #expect(device.softwareVersions[1].hasSuffix(" " + String(repeating: "9", count: version))) }
    }

    @Test func `what a name must not hold becomes a blank, and no name becomes one`() {
        let device = device(name: "a\\b\nc", version: "")
        #expect(device.modelName == "a b c")
        #expect(device.modelVersion == "unnamed")
    }

    @Test func `a character is not cut in two`() {
        let family = "👨‍👩‍👧‍👦"
        let text = ReportingDevice.longString(String(repeating: "x", count: 60) + family)
        #expect(text == String(repeating: "x", count: 60))
    }

    @Test func `names that fit stay as they are, and the identity with them`() {
        #expect(device(name: "thoraxd-demo", version: "2").softwareVersions[1] == "thoraxd-demo 2")
        #expect(device(name: "thoraxd-demo", version: "2").identity[1] == "thoraxd-demo")
    }
}
