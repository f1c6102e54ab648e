import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing
import WorkListDatabase

/// Two studies: Jane's with two images, and Xiao Dong's.
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

/// Studies of one image each, without a patient.
private func admit(studies count: Int, to running: RunningNode) throws {
    for number in 1...count {
        try running.admit(
            InstanceHeader(
                sopClassUID: "1.2.840.10008.5.1.4.1.1.1", sopInstanceUID: "1.\(number).1",
                studyInstanceUID: "1.\(number)", seriesInstanceUID: "1.\(number).0",
                transferSyntaxUID: "1.2.840.10008.1.2"))
    }
}

/// A peer with an association for C-FIND in the Study Root.
private func finder(_ running: RunningNode) throws -> TestPeer {
    let peer = try TestPeer(port: running.port)
    _ = try peer.associate([.init(1, SOPClass.studyRootFind, [.explicitVRLittleEndian])])
    return peer
}

@Suite(.blocking, .timeLimit(.minutes(10)))
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

    @Test func `answers success without matches, and once for each patient`() throws {
        let running = try filled()
        let none = try findscu(running, ["QueryRetrieveLevel=STUDY", "PatientID=NOBODY"])
        #expect(none.status == 0, "\(none.output)")
        #expect(none.output.contains("Success"), "\(none.output)")
        let patients = try findscu(running, ["QueryRetrieveLevel=PATIENT", "PatientID", "PatientName"], model: "-P")
        #expect(patients.output.contains("[P1]") && patients.output.contains("[P2]"), "\(patients.output)")
    }

    @Test(arguments: [TransferSyntax.implicitVRLittleEndian, .explicitVRLittleEndian])
    func `matches in sequences, and answers identifiers padded as they have to be`(syntax: TransferSyntax) throws {
        let running = try RunningNode()
        for (number, title) in [(1, "18748-4"), (2, "18782-3")] {
            var header = InstanceHeader(
                sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: "1.9.\(number)",
                studyInstanceUID: "1.9", seriesInstanceUID: "1.9.0", transferSyntaxUID: "1.2.840.10008.1.2")
            header.documentTitle = CodedConcept(value: title, scheme: "LN", meaning: "Report \(number)")
            header.verifyingObserverName = number == 1 ? "Ärztin^Eva" : nil
            try running.admit(header)
        }
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, SOPClass.studyRootFind, [syntax])])
        let encoding: DataSetWriter.Encoding =
            syntax == .implicitVRLittleEndian ? .implicitLittleEndian : .explicitLittleEndian
        var title = DataSetWriter(encoding)
        title.append(.codeValue, .shortString, "18748-4")
        title.append(.codeMeaning, .longString, "")
        var writer = DataSetWriter(encoding)
        writer.append(.queryRetrieveLevel, .codeString, "IMAGE")
        writer.append(.instanceAvailability, .codeString, "")
        writer.append(.sopInstanceUID, .uniqueIdentifier, "")
        writer.append(.conceptNameCodeSequence, .sequence, bytes: DataSetWriter.item(title.bytes))
        writer.append(.verifyingObserverSequence, .sequence, bytes: [])
        let request = TestPeer.request(.findRequest, SOPClass.studyRootFind, hasDataSet: true)
        try peer.send(request, context: 1, dataSet: writer.bytes)
        let (command, dataSet) = try #require(try peer.readMessage())
        #expect(command[.status] == 0xFF00)
        var source = ScanSource(try #require(dataSet))
        let scan = try HeaderScan(
            &source, encoding: syntax.encoding,
            selecting: .every(sequences: [.conceptNameCodeSequence, .verifyingObserverSequence]))
        #expect(scan.values[.sopInstanceUID] == Array("1.9.1\0".utf8))
        #expect(scan.text(.instanceAvailability) == "ONLINE")
        #expect(scan.text(.specificCharacterSet) == "ISO_IR 192")
        #expect(scan.text(.codeValue, in: .conceptNameCodeSequence) == "18748-4")
        #expect(scan.text(.codeMeaning, in: .conceptNameCodeSequence) == "Report 1")
        #expect(scan.firstItems[.conceptNameCodeSequence]?.count == 2)
        #expect(scan.personName(.verifyingObserverName, in: .verifyingObserverSequence) == "Ärztin^Eva")
        #expect(try peer.readMessage()?.command[.status] == 0)
        #expect(try peer.release())
    }

    @Test func `tells findscu of keys it does not support, and leaves them out`() throws {
        let running = try filled()
        let found = try findscu(
            running, ["QueryRetrieveLevel=STUDY", "PatientID=P2", "StudyInstanceUID", "PatientComments=X"])
        #expect(found.output.contains("WarningUnsupportedOptionalKeys"), "\(found.output)")
        #expect(found.output.contains("1.2.4"), "\(found.output)")
        let plain = try findscu(running, ["QueryRetrieveLevel=STUDY", "PatientID=P2", "StudyInstanceUID"])
        #expect(!plain.output.contains("WarningUnsupportedOptionalKeys"), "\(plain.output)")
    }

    @Test func `a cut answer ends in A700, a cancelled one in FE00, and a cancellation of another goes unheard`() throws
    {
        let running = try RunningNode(maximumResults: 500)
        try admit(studies: 600, to: running)
        let peer = try finder(running)
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.queryRetrieveLevel, .codeString, "STUDY")
        writer.append(.studyInstanceUID, .uniqueIdentifier, "")
        for (cancelled, status) in [(8, 0xA700), (9, 0xFE00)] as [(UInt16, UInt16)] {
            let request = TestPeer.request(
                .findRequest, SOPClass.studyRootFind, messageID: 9, hasDataSet: true)
            var cancel = TestPeer.request(.cancelRequest, SOPClass.studyRootFind)
            cancel[.messageIDBeingRespondedTo] = cancelled
            try peer.send(request, context: 1, dataSet: writer.bytes)
            try peer.send(cancel, context: 1)
            var answers = 0
            var last = try #require(try peer.readMessage()).command
            while last[.status] == 0xFF00 {
                answers += 1
                last = try #require(try peer.readMessage()).command
            }
            #expect(last[.status] == status)
            #expect(status == 0xA700 ? answers == 500 : answers < 500)
        }
        #expect(try peer.release())
    }

    @Test func `a query that costs too much ends in A700 with the advice to narrow it`() throws {
        var limits = ReadBudget.Limits()
        limits.steps = 0
        let running = try RunningNode(limits: limits)
        try admit(studies: 300, to: running)
        let peer = try finder(running)
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.queryRetrieveLevel, .codeString, "STUDY")
        writer.append(.patientName, .personName, "*NOBODY*")
        let request = TestPeer.request(.findRequest, SOPClass.studyRootFind, hasDataSet: true)
        try peer.send(request, context: 1, dataSet: writer.bytes)
        let response = try #require(try peer.readMessage()).command
        #expect(response[.status] == 0xA700)
        #expect(response.text(.errorComment) == "Too much to read; narrow the query")
        #expect(try peer.release())
    }

    @Test func `refuses an unknown level, with a comment, and bytes that are not an identifier`() throws {
        let running = try filled()
        let peer = try finder(running)
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
