import DICOMCore
import DICOMObject
import Foundation
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

@Suite(.blocking) struct DocumentWriterTests {
    private static let routes = [
        ReporterConfiguration.Route(
            destination: "archive", aeTitle: "ARCHIVE", forms: [.basicTextSR, .enhancedSR, .comprehensive3DSR]),
        ReporterConfiguration.Route(
            destination: "old-viewer", aeTitle: "VIEWER", forms: [.encapsulatedPDF, .secondaryCapture]),
        ReporterConfiguration.Route(destination: "second-archive", aeTitle: "ARCHIVE2", forms: [.basicTextSR]),
    ]

    @Test func `without a route a draft is a Basic Text SR and nothing else`() throws {
        let fixture = try StudyFixture()
        try fixture.receive("thoraxd-0008-1")
        let claim = try #require(try fixture.workList.claim(by: 1))
        let (draft, written) = try fixture.drafting.draft(claim)
        #expect(draft.documents.map(\.form) == [.basicTextSR] && written.omissions.isEmpty)
        #expect(draft.documents[0].destinations.isEmpty)
    }

    @Test func `every form that a route asks for is written, valid, and bound for who asked for it`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        try fixture.receive("thoraxd-0008-1")
        let claim = try #require(try fixture.workList.claim(by: 1))
        let (draft, written) = try fixture.drafting.draft(claim)
        #expect(written.omissions.isEmpty)
        #expect(draft.documents.map(\.form) == ReportForm.ofDrafts)
        #expect(draft.documents.map(\.destinations).prefix(2) == [["archive", "second-archive"], ["archive"]])
        #expect(draft.documents.last?.destinations == ["old-viewer"])
        for document in draft.documents {
            let path = fixture.workList.files.absolute(document.path)
            let file = try DICOMFile(path: path)
            #expect(file.string(.sopInstanceUID) == document.header.sopInstanceUID)
            #expect(file.string(.seriesInstanceUID) == document.header.seriesInstanceUID)
            #expect(file.string(.sopClassUID) == document.header.sopClassUID)
            #expect(file.transferSyntaxUID == document.header.transferSyntaxUID)
            #expect(file.string(.contentDate) == document.header.contentDate)
            #expect(file.string(.modality) == document.header.modality)
            #expect(ProducedDocument(document.header).map { [$0.form == document.form, $0.isDraft] } == [true, true])
            #expect(document.header.documentTitle?.value == document.form.title?.value)
            let flags = [document.header.completionFlag, document.header.verificationFlag]
            #expect(document.form.modality != "SR" || flags == ["PARTIAL", "UNVERIFIED"])
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            #expect(size == document.contents.byteCount)
            let verdict = try run("/usr/bin/dciodvfy", ["-new", path])
            #expect(verdict.status == 0 && !verdict.output.contains("Error"), "\(verdict.output)")
            #expect(try document.form != .secondaryCapture || StudyFixture.showsFilm(path))
        }
        try fixture.workList.store(draft, for: claim)
        #expect(try fixture.workList.countsByState() == [.drafted: 1])
    }

    @Test func `a late image gives a revision whose documents name those they replace`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        try fixture.receive("thoraxd-0008-1")
        let first = try #require(try fixture.workList.claim(by: 1))
        let replaced = try fixture.drafting.draft(first).draft
        try fixture.workList.store(replaced, for: first)
        try fixture.receive("thoraxd-0008-2")
        let second = try #require(try fixture.workList.claim(by: 1))
        #expect(second.workItem.revision == 2 && second.images.count == 2)
        let draft = try fixture.drafting.draft(second).draft
        for (old, new) in zip(replaced.documents, draft.documents) {
            #expect(new.header.instanceNumber == 2 && new.header.seriesInstanceUID == old.header.seriesInstanceUID)
            #expect(new.header.sopInstanceUID != old.header.sopInstanceUID)
            let file = try DICOMFile(path: fixture.workList.files.absolute(new.path))
            let study = file.dataSet.items(Tag(0x0040, 0xA360)).first
            let reference =
                study?.items(Tag(0x0008, 0x1115)).first?.items(Tag(0x0008, 0x1199)).first
                ?? file.dataSet.items(Tag(0x0008, 0x114A)).first
            #expect(reference?.string(Tag(0x0008, 0x1155)) == old.header.sopInstanceUID)
            #expect(reference?.string(Tag(0x0008, 0x1150)) == old.header.sopClassUID)
        }
        try fixture.workList.store(draft, for: second)
    }

    @Test func `a form that cannot be written costs the draft nothing else`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        try fixture.receive("thoraxd-0008-1")
        let claim = try #require(try fixture.workList.claim(by: 1))
        let device = ReportingDevice(
            manufacturer: "m", modelName: "n", modelVersion: "1", weightsHash: "00", serialNumber: "s",
            softwareVersion: "v", name: "THORAXD")
        // Twenty pages are more than one picture holds.
        let draft = DraftDocument(
            findings: (1...1200).map { "Paragraph \($0)." }, impression: [], revision: 1, contentDate: "20261122",
            contentTime: "101500", device: device)
        let written = try fixture.drafting.writer.write(draft, about: claim.images, films: [:], of: claim)
        #expect(written.documents.map(\.form) == ReportForm.ofDrafts.filter { $0 != .secondaryCapture })
        #expect(written.omissions.map(\.form) == [.secondaryCapture])
    }

    @Test func `what fails for good leaves no file, and what is taken back goes`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        try fixture.receive("thoraxd-0008-1")
        let before = try fixture.files()
        let claim = try #require(try fixture.workList.claim(by: 1))
        let draft = try fixture.drafting.draft(claim).draft
        #expect(try fixture.files().count == before.count + 5)
        fixture.drafting.writer.remove(draft.documents)
        #expect(try fixture.files() == before)
        for image in claim.images { try FileManager.default.removeItem(atPath: image.instance.path) }
        #expect(throws: (any Error).self) { try fixture.drafting.draft(claim) }
        #expect(try fixture.files().isEmpty)
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: fixture.workList.files.incoming)
        #expect(leftovers.isEmpty)
    }

    @Test func `a configuration reaches the reporter process as it was`() throws {
        var configuration = ReporterConfiguration(stateDirectory: "s", model: "m", aeTitle: "A")
        configuration.routes = Self.routes
        configuration.limits.wallSeconds = 7
        let text = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(ReporterConfiguration.self, from: text) == configuration)
    }
}
