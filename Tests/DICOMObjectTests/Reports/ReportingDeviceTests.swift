import Testing

@testable import DICOMObject

struct ReportingDeviceTests {
    private func device(name: String, version: String) -> ReportingDevice {
        ReportingDevice(
            manufacturer: "thoraxd project", modelName: name, modelVersion: version, weightsHash: "9f86d081884c7d65",
            serialNumber: "T1", softwareVersion: "thoraxd 0.1", name: "THORAXD")
    }

    @Test(arguments: [(70, 3), (10, 80), (80, 80), (63, 1), (64, 1), (30, 40)])
    func `a model of any name and version can be written`(name: Int, version: Int) throws {
        let device = device(
            name: String(repeating: "é", count: name), version: String(repeating: "9", count: version))
        #expect(device.texts.allSatisfy { (1...64).contains($0.unicodeScalars.count) })
        var draft = DraftDocument.sample
        draft.device = device
        try draft.check()
        // The version distinguishes models of one name, so it is complete if there is room.
        if version <= 39 { #expect(device.softwareVersions[1].hasSuffix(" " + String(repeating: "9", count: version))) }
    }

    @Test func `forbidden characters become spaces, and an empty name becomes valid`() {
        let device = device(name: "a\\b\nc", version: "")
        #expect(device.modelName == "a b c")
        #expect(device.modelVersion == "unnamed")
    }

    @Test func `a character is never split`() {
        let family = "👨‍👩‍👧‍👦"
        let text = ReportingDevice.longString(String(repeating: "x", count: 60) + family)
        #expect(text == String(repeating: "x", count: 60))
    }

    @Test func `names that fit are unchanged, and so is the identity`() {
        #expect(device(name: "thoraxd-demo", version: "2").softwareVersions[1] == "thoraxd-demo 2")
        #expect(device(name: "thoraxd-demo", version: "2").identity[1] == "thoraxd-demo")
    }
}
