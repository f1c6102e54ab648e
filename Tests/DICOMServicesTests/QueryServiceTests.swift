import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Testing

/// Three studies: Jane's with two images, Xiao Dong's and a hundred of nobody's.
private func filled() throws -> RunningNode {
    let running = try RunningNode()
    let peer = try TestPeer(port: running.port)
    let cr = SOPClass.computedRadiographyImage
    _ = try peer.associate([.init(1, cr, [.explicitVRLittleEndian])])
    var objects = [SampleObject(), SampleObject(instance: "1.2.3.2")]
    objects.append(
        SampleObject(instance: "1.2.4.1", study: "1.2.4", series: "1.2.4.0", patientName: "王^小東", patientID: "P2"))
    for object in objects { #expect(try peer.store(object.bytes, cr, object.instance) == .success) }
    #expect(try peer.release())
    return running
}

private func findscu(_ running: RunningNode, _ keys: [String], model: String = "-S") throws -> Tool {
    try Tool.run(
        "findscu",
        ["-v", model, "-aec", "THORAXD", "127.0.0.1", "\(running.port)"] + keys.flatMap { ["-k", $0] })
}

@Suite(.timeLimit(.minutes(2)))
struct QueryServiceTests {
    @Test func `finds studies, series and images for DCMTK's findscu`() throws {
        let running = try filled()
        let study = try findscu(
            running,
            [
                "QueryRetrieveLevel=STUDY", "PatientName=DOE*", "StudyInstanceUID", "AccessionNumber",
                "NumberOfStudyRelatedInstances", "ModalitiesInStudy",
            ])
        #expect(study.status == 0, "\(study.output)")
        for text in ["[Doe^Jane]", "[1.2.3", "[A1]", "[2 ]", "[CR]", "[THORAXD ]"] {
            #expect(study.output.contains(text), "\(text) in \(study.output)")
        }
        let series = try findscu(running, ["QueryRetrieveLevel=SERIES", "StudyInstanceUID=1.2.3", "SeriesInstanceUID"])
        #expect(series.output.contains("1.2.3.0"), "\(series.output)")
        let image = try findscu(
            running,
            [
                "QueryRetrieveLevel=IMAGE", "StudyInstanceUID=1.2.3", "SeriesInstanceUID=1.2.3.0", "SOPInstanceUID",
                "Rows",
            ])
        #expect(image.output.contains("1.2.3.1") && image.output.contains("1.2.3.2"), "\(image.output)")
        #expect(image.output.contains("US 8"), "\(image.output)")
    }

    @Test func `finds by names in other scripts, and answers in UTF-8`() throws {
        let running = try filled()
        let found = try findscu(
            running, ["SpecificCharacterSet=ISO_IR 192", "QueryRetrieveLevel=STUDY", "PatientName=王*", "PatientID"])
        #expect(found.output.contains("王^小東"), "\(found.output)")
        #expect(found.output.contains("ISO_IR 192"), "\(found.output)")
        #expect(!found.output.contains("Doe"))
    }

    @Test func `answers a hundred pending responses and then success, also without matches`() throws {
        let running = try filled()
        let none = try findscu(running, ["QueryRetrieveLevel=STUDY", "PatientID=NOBODY"])
        #expect(none.status == 0, "\(none.output)")
        #expect(none.output.contains("Success"), "\(none.output)")
        let patients = try findscu(running, ["QueryRetrieveLevel=PATIENT", "PatientID", "PatientName"], model: "-P")
        #expect(patients.output.contains("[P1]") && patients.output.contains("[P2]"), "\(patients.output)")
    }

    @Test func `refuses a level it does not know, with a comment, and an identifier that is none`() throws {
        let running = try filled()
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, SOPClass.studyRootFind, [.explicitVRLittleEndian])])
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.queryRetrieveLevel, .codeString, "PATIENT")
        let request = TestPeer.request(.findRequest, SOPClass.studyRootFind, hasDataSet: true)
        try peer.send(request, context: 1, dataSet: writer.bytes)
        let response = try #require(try peer.readMessage()).command
        #expect(response[.status] == 0xA900)
        #expect(response.text(.errorComment)?.contains("Level") == true)
        try peer.send(request, context: 1, dataSet: [UInt8](repeating: 0xFF, count: 100))
        #expect(try peer.readMessage()?.command[.status] == 0xC000)
        try peer.send(request, context: 1, dataSet: [UInt8](repeating: 0, count: 2 << 20))
        #expect(try peer.readMessage()?.command[.status] == 0xA700)
        #expect(try peer.release())
    }
}
