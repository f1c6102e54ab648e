import DICOMCore
import DICOMTestPeer
import Delivery
import Foundation
import Query
import Review
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// What becomes of a draft on its whole way: verdict, document, delivery, query and retrieve, with real processes at
/// both ends.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct ReviewPathTests {
    private static let xrays = packageRoot.appending(path: "samples/xrays").path

    private let archiveFolder: TemporaryDirectory
    private let stationFolder: TemporaryDirectory

    init() throws {
        archiveFolder = try TemporaryDirectory()
        stationFolder = try TemporaryDirectory()
    }

    /// A daemon with two destinations, and a draft in it.
    private func draftedStudy(
        archive: RunningTool, forms: String, station: RunningTool, stationForms: String, maySign: Bool = true,
        _ settings: String = ""
    ) throws -> (daemon: TestDaemon, workList: WorkListStore, item: Int64, draft: StoredInstance) {
        let daemon = try TestDaemon(
            """
            peers:
              - { name: archive, ae_title: ARCHIVE, host: 127.0.0.1, port: \(archive.port), deliver: [\(forms)] }
              - { name: station, ae_title: STATION, host: 127.0.0.1, port: \(station.port), deliver: [\(stationForms)],
                  addresses: [127.0.0.1], permissions: [store, query, retrieve\(maySign ? ", sign" : "")] }
            \(settings)
            """)
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], ["\(Self.xrays)/thoraxd-0001-1.dcm"]).status == 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let workList = try daemon.workList()
        try workList.add(
            User(login: "mary", name: "Doe^Mary=山田^花子", organization: "Hospital", role: .reviewer), by: "root")
        try workList.add(
            User(login: "jane", name: "Roe^Jane", organization: "Hospital", role: .reviewer), by: "root")
        let draft = try #require(
            try workList.instances(
                [.isOneOf(.sopClassUID, [SOPClass.basicTextSR.description])], limit: 1
            ).first)
        let item = try workList.workItem(named: draft.studyInstanceUID)
        return (daemon, workList, item, draft)
    }

    private func delivered(_ count: Int, _ workList: WorkListStore) async throws -> [OutboxListing] {
        try await eventualValue {
            let rows = try workList.outboxListing(states: [.delivered], limit: 99)
            return rows.count >= count ? rows : nil
        }
    }

    private func waitForDocuments(_ state: ReviewRecord.DocumentState, of item: Int64, _ workList: WorkListStore)
        async throws
    {
        try await waitUntil { try workList.reviews(of: item).last?.documentState == state }
    }

    /// Reloads and waits for the reporter that was started with the new settings.
    private func reload(_ daemon: TestDaemon, _ settings: String) throws {
        let reporter = daemon.waitForReporter()
        try daemon.reload(settings)
        _ = try #require(daemon.waitForReporter(otherThan: reporter))
    }

    private func names(in folder: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    private func signed(_ workList: WorkListStore) throws -> [StoredInstance] {
        try workList.instances([.isOneOf(.completionFlag, ["COMPLETE"])], limit: 9)
    }

    @Test func `an accepted draft is delivered as a signed report, found by C-FIND and fetched by C-GET`() async throws
    {
        let archive = try RunningTool.storescp(["--bit-preserving"], keeping: archiveFolder.url)
        let station = try RunningTool.storescp(keeping: stationFolder.url)
        let (daemon, workList, item, draft) = try draftedStudy(
            archive: archive, forms: "basic-text-sr, enhanced-sr", station: station,
            stationForms: "encapsulated-pdf, secondary-capture")
        _ = try await delivered(4, workList)
        _ = try workList.sign(.accept, of: item, by: "mary")
        let rows = try await delivered(8, workList)
        #expect(rows.map(\.destination).filter { $0 == "archive" }.count == 4)
        #expect(try names(in: archiveFolder).count == 4 && names(in: stationFolder).count == 4)

        let find = try daemon.dcmtk(
            "findscu", ["-S", "-aet", "ARCHIVE"],
            [
                "-k", "0008,0052=IMAGE", "-k", "0020,000D=\(draft.studyInstanceUID)", "-k", "0020,000E",
                "-k", "0040,A491=COMPLETE", "-k", "0040,A493=VERIFIED", "-k", "0008,0016", "-k", "0008,0018",
            ])
        let uids = find.output.matches(of: /0008,0018\) UI \[([0-9.]+)/).map { String($0.1) }
        #expect(Set(uids) == Set(try signed(workList).map(\.sopInstanceUID)) && uids.count == 2, "\(find.output)")

        let fetched = try TemporaryDirectory()
        let get = try daemon.dcmtk(
            "getscu", ["-S", "-aet", "ARCHIVE", "-od", fetched.url.path],
            ["-k", "0008,0052=STUDY", "-k", "0020,000D=\(draft.studyInstanceUID)"])
        #expect(get.status == 0, "\(get.output)")
        let report = try #require(
            try signed(workList).first { $0.sopClassUID == SOPClass.basicTextSR.description })
        let name = try #require(try names(in: fetched).first { $0.hasSuffix(report.sopInstanceUID) })
        let path = fetched.url.appending(path: name).path
        let verdict = try Tool.run("dciodvfy", ["-new", path])
        #expect(verdict.status == 0 && !verdict.output.contains("Error"), "\(verdict.output)")
        let dump = try Tool.run("dsrdump", ["+Pl", path]).output
        #expect(dump.contains("Verified") || dump.contains("VERIFIED"), "\(dump)")
        let predecessor = try Tool.run("dcmdump", ["+P", "0040,A360", path]).output
        #expect(predecessor.contains(draft.sopInstanceUID) && predecessor.contains("121362"), "\(predecessor)")
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a rejected draft becomes a note at the peer that asks for one, and nowhere else`() async throws {
        let archive = try RunningTool.storescp(keeping: archiveFolder.url)
        let station = try RunningTool.storescp(keeping: stationFolder.url)
        let (daemon, workList, item, draft) = try draftedStudy(
            archive: archive, forms: "basic-text-sr, rejection-note", station: station, stationForms: "basic-text-sr")
        _ = try await delivered(2, workList)
        _ = try workList.sign(.reject(.quality, comment: "The heart is enlarged."), of: item, by: "mary")
        let rows = try await delivered(3, workList)
        let classes = rows.map { "\($0.destination) \($0.sopClassUID)" }
        #expect(classes.filter { $0.hasSuffix("88.59") } == ["archive \(SOPClass.keyObjectSelection)"], "\(classes)")
        #expect(try names(in: stationFolder).count == 1)
        let note = try #require(try workList.instances([.isOneOf(.modality, ["KO"])], limit: 2).first)
        let dump = try Tool.run("dsrdump", ["+Pl", note.path]).output
        #expect(dump.contains("Rejected for Quality Reasons") && dump.contains("The heart is enlarged."), "\(dump)")
        let references = try Tool.run("dcmdump", ["+P", "0008,1155", note.path]).output
        #expect(references.contains(draft.sopInstanceUID))
        #expect(try workList.countsByState() == [.rejected: 1])
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a workstation that signs the draft as it is has accepted it, and the archive gets the report`()
        async throws
    {
        let archive = try RunningTool.storescp(keeping: archiveFolder.url)
        let station = try RunningTool.storescp(keeping: stationFolder.url)
        let (daemon, workList, item, draft) = try draftedStudy(
            archive: archive, forms: "basic-text-sr", station: station, stationForms: "basic-text-sr")
        _ = try await delivered(2, workList)
        let path = "\(daemon.directory)/signed.dcm"
        try Workstation.sign(draft.path, as: "1.2.3.99.1", to: path)
        #expect(try daemon.dcmtk("storescu", ["-aet", "STATION"], [path]).status == 0)
        #expect(try daemon.waitFor([.accepted: 1]))
        let review = try #require(try workList.reviews(of: item).first)
        #expect(review.verdict == .accepted && review.documentState == .returned && review.reviewer.name == "Roe^Jane")
        #expect(review.reviewer.login == "jane" && review.reviewer.organization == "City Clinic")
        let rows = try await delivered(3, workList)
        let destinations = rows.filter { $0.sopInstanceUID == "1.2.3.99.1" }.map(\.destination)
        #expect(destinations == ["archive"])
        #expect(try workList.instances([.isOneOf(.completionFlag, ["COMPLETE"])], limit: 9).count == 1)

        // The report is signed there; what is added here follows it.
        _ = try workList.sign(
            .addend(SignedText(findings: ["A rib is broken."], impression: [])), of: item, by: "mary")
        try await waitForDocuments(.written, of: item, workList)
        let addendum = try #require(try signed(workList).first { $0.sopInstanceUID != "1.2.3.99.1" })
        let predecessor = try Tool.run("dcmdump", ["+P", "0040,A360", addendum.path]).output
        #expect(predecessor.contains("1.2.3.99.1]") && predecessor.contains("121361"), "\(predecessor)")
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a signed report of a station without the permission is kept and decides nothing`() async throws {
        let archive = try RunningTool.storescp(keeping: archiveFolder.url)
        let station = try RunningTool.storescp(keeping: stationFolder.url)
        let (daemon, workList, item, draft) = try draftedStudy(
            archive: archive, forms: "basic-text-sr", station: station, stationForms: "basic-text-sr", maySign: false)
        _ = try await delivered(2, workList)
        for number in 1...2 {
            let path = "\(daemon.directory)/signed\(number).dcm"
            try Workstation.sign(draft.path, as: "1.2.3.99.\(number)", to: path)
            #expect(try daemon.dcmtk("storescu", ["-aet", "STATION"], [path]).status == 0)
        }
        let reports = try await eventualValue {
            let kept = try workList.keptReports(limit: 9)
            return kept.count == 2 ? kept : nil
        }
        #expect(reports.map(\.peer) == ["station", "station"] && reports.allSatisfy { $0.state == .setAside })
        #expect(try workList.countsByState() == [.drafted: 1] && workList.reviews(of: item).isEmpty)
        #expect(try workList.instances([.isOneOf(.completionFlag, ["COMPLETE"])], limit: 9).count == 2)
        let incidents = try workList.incidents(limit: 9).filter { $0.message.contains("may not sign") }
        #expect(
            incidents.map(\.message) == [
                "the peer station (STATION) sent a signed report of a draft, but may not sign: it is stored and decides "
                    + "nothing"
            ], "once for both")
        #expect(incidents.first?.hint.contains("add sign to the permissions") == true)
        // No reviewer is blocked, and only the verdict made here is delivered.
        _ = try workList.sign(.accept, of: item, by: "mary")
        let rows = try await delivered(4, workList)
        #expect(!rows.contains { $0.sopInstanceUID.hasPrefix("1.2.3.99.") })
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a workstation that changes the draft before it signs has edited it`() async throws {
        let archive = try RunningTool.storescp(keeping: archiveFolder.url)
        let station = try RunningTool.storescp(keeping: stationFolder.url)
        let (daemon, workList, item, draft) = try draftedStudy(
            archive: archive, forms: "enhanced-sr", station: station, stationForms: "comprehensive-3d-sr")
        let path = "\(daemon.directory)/signed.dcm"
        try Workstation.sign(
            draft.path, as: "1.2.3.99.2", to: path, changing: ["The heart size is normal.": "Large effusion."])
        #expect(try daemon.dcmtk("storescu", ["-aet", "STATION"], [path]).status == 0)
        #expect(try daemon.waitFor([.edited: 1]))
        let review = try #require(try workList.reviews(of: item).first)
        #expect(review.text?.findings.first?.contains("Large effusion.") == true && review.editDistance ?? 0 > 0)
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a verdict that hangs the reporter fails after three attempts, and the next study gets its draft`()
        async throws
    {
        let archive = try RunningTool.storescp(keeping: archiveFolder.url)
        let station = try RunningTool.storescp(keeping: stationFolder.url)
        let (daemon, workList, item, _) = try draftedStudy(
            archive: archive, forms: "basic-text-sr", station: station, stationForms: "basic-text-sr")
        _ = try await delivered(2, workList)
        // Drafts have time enough on a slow machine; the limit is for what hangs.
        let settings = daemon.settings
        try reload(daemon, settings + "\nreporter: { wall_seconds: 2 }")
        // An image whose opening never returns: the reporter copies the patient from it.
        let image = try #require(try workList.instances([.isOneOf(.modality, ["DX", "CR"])], limit: 1).first)
        try FileManager.default.removeItem(atPath: image.path)
        #expect(mkfifo(image.path, 0o600) == 0)
        _ = try workList.sign(.accept, of: item, by: "mary")
        try await waitForDocuments(.failed, of: item, workList)
        let review = try #require(try workList.reviews(of: item).last)
        #expect(review.attempt == 3 && review.documentReason == "the study took longer than 2 s")
        #expect(try workList.incidents(limit: 9).contains { $0.message == "the study took longer than 2 s" })
        try reload(daemon, settings)
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], ["\(Self.xrays)/thoraxd-0003-1.dcm"]).status == 0)
        #expect(try daemon.waitFor([.accepted: 1, .drafted: 1]))
    }
}
