import Foundation
import Logging
import TestHarness
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

@testable import Renderings

@Suite(.timeLimit(.minutes(10)))
struct PicturesAheadTests {
    private let films: StoredFilms

    init() throws { films = try StoredFilms() }

    private func ahead(_ renderer: Renderer) -> PicturesAhead {
        PicturesAhead(
            renderer, workList: films.fixture.workList,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Path of the image of the fixture's study.
    private func path(_ study: Int) -> String { "instances/\(study)-1-1.dcm" }

    @Test func `the pictures of a draft exist before it is opened`() throws {
        let film = try films.film(at: path(1))
        try films.fixture.draftStudy(1)
        let renderer = films.renderer()
        let ahead = ahead(renderer)
        ahead.round()
        #expect(renderer.has(.display, of: film, frame: 1) && renderer.has(.preview, of: film, frame: 1))
        ahead.round()
        #expect(films.starts == 1)
    }

    @Test func `one round makes the pictures of all drafts`() throws {
        for study in 1...3 {
            _ = try films.film(at: path(study))
            try films.fixture.draftStudy(study)
        }
        ahead(films.renderer()).round()
        #expect(films.starts == 3 && films.kept.count == 12)
    }

    @Test func `no pictures are made for a study without a draft`() throws {
        _ = try films.film(at: path(1))
        try films.fixture.queue(study: 1)
        ahead(films.renderer()).round()
        #expect(films.starts == 0)
    }

    @Test func `an image that cannot be decoded is tried once and does not block the next`() throws {
        try Data("no object".utf8).write(to: URL(filePath: films.files.absolute(path(1))))
        let film = try films.film(at: path(2))
        for study in 1...2 { try films.fixture.draftStudy(study) }
        let renderer = films.renderer()
        let ahead = ahead(renderer)
        ahead.round()
        ahead.round()
        #expect(renderer.has(.display, of: film, frame: 1) && films.starts == 2)
    }

    @Test func `the study that is reviewed next comes first`() throws {
        let items = try (1...3).map { study in
            _ = try films.film(at: path(study))
            return try films.fixture.draftStudy(study)
        }
        let workList = films.fixture.workList
        try workList.setPriority(3, of: items[2], by: "admin")
        #expect(try workList.imagesToReview(limit: 10).map(\.studyInstanceUID) == ["1.3", "1.1", "1.2"])
        #expect(try workList.imagesToReview(limit: 2).map(\.studyInstanceUID) == ["1.3", "1.1"])
    }
}
