import DICOMCore
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// Debian's Orthanc as the archive and workstation beside the node.
@Suite(
    .blocking, .timeLimit(.minutes(10)), .serialized,
    .enabled(if: RunningOrthanc.isInstalled, "needs /usr/sbin/Orthanc (apt-get install orthanc)"))
struct OrthancTests {
    @Test func `Orthanc finds what is here, by name and with counts`() throws {
        let running = try RunningNode()
        let orthanc = try RunningOrthanc()
        try orthanc.introduce("thoraxd", aeTitle: "THORAXD", port: running.port)
        let peer = try TestPeer(port: running.port)
        let cr = SOPClass.computedRadiographyImage
        _ = try peer.associate([.init(1, cr, [.explicitVRLittleEndian])])
        for object in [
            SampleObject(), SampleObject(instance: "1.2.3.2"),
            SampleObject(
                instance: "1.2.4.1", study: "1.2.4", series: "1.2.4.0", patientName: "Müller^Eva", patientID: "P2"),
        ] {
            #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        }
        #expect(try peer.release())
        let query = """
            {"Level": "Study", "Query": {"PatientName": "MÜLLER*", "NumberOfStudyRelatedInstances": "", "StudyInstanceUID": ""}}
            """
        let answer = try #require(orthanc.post("/modalities/thoraxd/query", query) as? [String: Any])
        let path = try #require(answer["Path"] as? String)
        #expect(try orthanc.get("\(path)/answers") as? [String] == ["0"])
        let content = try #require(orthanc.get("\(path)/answers/0/content?simplify") as? [String: Any])
        #expect(content["StudyInstanceUID"] as? String == "1.2.4")
        #expect(content["PatientName"] as? String == "Müller^Eva")
        #expect(content["NumberOfStudyRelatedInstances"] as? String == "1")
        #expect(content["RetrieveAETitle"] as? String == "THORAXD")
    }

    @Test func `Orthanc has a study moved to itself`() throws {
        let orthanc = try RunningOrthanc()
        let running = try RunningNode(peers: [.destination(RunningOrthanc.aeTitle, port: orthanc.port)])
        try orthanc.introduce("thoraxd", aeTitle: "THORAXD", port: running.port)
        let sent = try running.fill(images: 3)
        let query = #"{"Level": "Study", "Query": {"StudyInstanceUID": "1.2.3"}}"#
        let answer = try #require(orthanc.post("/modalities/thoraxd/query", query) as? [String: Any])
        let path = try #require(answer["Path"] as? String)
        _ = try orthanc.post("\(path)/retrieve", RunningOrthanc.aeTitle)
        #expect(try orthanc.instances() == Set(sent.keys))
    }
}
