import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Logging
import Query
import Testing
import WorkListDatabase

@testable import DICOMServices

/// Senders whose objects are refused.
struct RefusedObjectsTests {
    private let cr = SOPClass.computedRadiographyImage

    @Test func `objects of a sender that are refused again are an incident once an hour, without a patient`() throws {
        let running = try RunningNode()
        let peer = try TestPeer(port: running.port)
        guard case .accepted = try peer.associate([.init(1, cr, [.explicitVRLittleEndian])]) else {
            throw TestSocket.Broken(code: 0)
        }
        let object = SampleObject()
        var command = TestPeer.request(.storeRequest, cr, hasDataSet: true)
        command.setText(.affectedSOPInstanceUID, object.instance)
        func refuse() throws {
            try peer.send(command, context: 1, dataSet: Array(object.bytes.dropLast(20)))
            #expect(try peer.readMessage()?.command[.status] != 0)
            running.node.rememberCallers()
        }
        func incidents() throws -> [Incident] {
            try running.workList.incidents(limit: 9).filter { $0.message.contains("were refused") }
        }
        try refuse()
        #expect(try incidents().isEmpty, "the first is in the status, and no incident yet")
        for _ in 1...3 { try refuse() }
        let incident = try #require(try incidents().first)
        #expect(try incidents().count == 1)
        #expect(incident.message.hasPrefix("2 objects of "), "\(incident)")
        #expect(incident.message.contains("at 127.0.0.1") && incident.message.contains("the data set ends within ("))
        #expect(!incident.message.contains("Doe") && !incident.message.contains("P1"))
        #expect(try peer.release())
    }

    @Test func `refusals an hour apart are not an incident`() throws {
        let running = try RunningNode()
        let refused = RefusedObjects(
            incidents: IncidentLog("test", in: running.workList, logger: Logger(label: "test")))
        func count() throws -> Int {
            try running.workList.incidents(limit: 9).count { $0.message.contains("were refused") }
        }
        let start = Date()
        for hour in 0...2 {
            refused.count(QueryError.noUniqueKey, from: "room1", at: start + Double(hour) * 3700)
            refused.report(at: start + Double(hour) * 3700)
            refused.report(at: start + Double(hour) * 3700 + 3650)
        }
        #expect(try count() == 0)
    }

    @Test func `a clock that is set back does not hide what is refused again`() throws {
        let running = try RunningNode()
        let refused = RefusedObjects(
            incidents: IncidentLog("test", in: running.workList, logger: Logger(label: "test")))
        let start = Date()
        for (now, times) in [(start + 86_400, 2), (start, 3)] {
            for _ in 1...times { refused.count(QueryError.noUniqueKey, from: "room1", at: now) }
            refused.report(at: now)
        }
        #expect(try running.workList.incidents(limit: 9).count { $0.message.contains("were refused") } == 2)
    }
}
