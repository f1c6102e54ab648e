import Administration
import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// The daemon without a model that can be loaded.
@Suite(.blocking, .serialized)
struct ModelPathTests {
    @Test func `images come in without a model, drafting waits, and the file is named until it is mended`() throws {
        let samples = packageRoot.appending(path: "samples/model").path
        let daemon = try TestDaemon()
        #expect(daemon.kill(SIGTERM) == 0)
        let damaged = "\(daemon.directory)/damaged"
        try FileManager.default.copyItem(atPath: samples, toPath: damaged)
        try Data("{}".utf8).write(to: URL(filePath: "\(damaged)/vocabulary.json"))
        daemon.model = damaged
        try daemon.start()
        let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0001-1.dcm").path
        let store = try daemon.dcmtk("storescu", ["-xs", "-aet", "MODALITY1"], [xray])
        #expect(store.status == 0, "\(store.output)")
        #expect(try daemon.waitFor([.queued: 1]))
        let workList = try daemon.workList()
        #expect(try eventually { try !workList.openIncidents(limit: 9).isEmpty }, "\(daemon.log)")
        let incident = try #require(try workList.openIncidents(limit: 9).first)
        #expect(incident.message.contains("\(damaged)/vocabulary.json does not match"), "\(incident)")
        #expect(incident.message.contains("drafting waits") && incident.hint.contains("thoraxctl model install"))
        // The same reason is one incident, however often the reporter is started.
        #expect(eventually { daemon.log.components(separatedBy: "the model cannot be loaded").count > 3 })
        #expect(try workList.incidents(limit: 9).count == 1)

        daemon.model = samples
        try daemon.reload("")
        #expect(try daemon.waitFor([.drafted: 1]))
        #expect(try workList.openIncidents(limit: 9).isEmpty)
        #expect(try workList.entries(limit: 9).first?.attempt == 1, "waiting cost no attempt")
    }
}
