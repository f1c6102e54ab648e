import DICOMObject
import Decoding
import Foundation
import Imaging
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import Renderings

@Suite(.timeLimit(.minutes(10)))
struct RendererTests {
    private let films: StoredFilms

    init() throws { films = try StoredFilms() }

    private func picture(_ bytes: [UInt8]) throws -> EightBitImage {
        let file = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return EightBitImage(try PictureFile.read(path: file.path))
    }

    @Test(arguments: ["thoraxd-0001-1.dcm", "thoraxd-0004-1.dcm", "thoraxd-0008-2.dcm", "thoraxd-0014-1.dcm"])
    func `what a page makes of the display form is the reporter's picture`(sample: String) throws {
        let film = try films.film(sample)
        let renderer = films.renderer()
        let json = Data(try #require(try renderer.picture(.description, of: film)))
        let planes = try StoredFilms.inflated(try #require(try renderer.picture(.display, of: film)))
        let facts = try JSONDecoder().decode(DisplayDescription.self, from: json)
        #expect(planes.count == 2 * facts.width * facts.height)
        let shades = try DisplayFormula.shades(DisplayFormula.values(ofPlanes: planes, width: facts.width), json)
        let shown = EightBitImage(try DICOMFile(path: film.path).grayscaleImage())
        #expect(shown.rows == facts.height && shown.columns == facts.width)
        #expect(zip(shades, shown.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func `all forms of a frame are made by one decoder and kept`() throws {
        let film = try films.film()
        let renderer = films.renderer()
        let preview = try picture(try #require(try renderer.picture(.preview, of: film)))
        #expect(max(preview.rows, preview.columns) == 1024)
        // The others may still be in the making.
        for form in [PictureForm.thumbnail, .description, .display] {
            #expect(try renderer.picture(form, of: film) != nil)
        }
        #expect(films.starts == 1)
        #expect(
            films.kept
                == ["display", "display.json", "preview.jpg", "thumbnail.jpg"].map { "r1/instances/00/01/film/1-\($0)" }
        )
        // Another renderer, as after a restart, uses the kept forms.
        #expect(try picture(try #require(try films.renderer().picture(.thumbnail, of: film))).columns == 256)
        #expect(films.starts == 1)
    }

    @Test func `concurrent requests wait for one decoder`() async throws {
        let film = try films.film()
        let renderer = films.renderer()
        let forms: [PictureForm] = [.display, .preview, .thumbnail, .description]
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<24 {
                group.addTask {
                    try await OwnedThread.run(name: "ask") {
                        try renderer.picture(forms[number % 4], of: film)?.count ?? 0
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 24 && Set(answers).count == 4 && !answers.contains(0))
        #expect(films.starts == 1)
    }

    @Test func `the page does not wait for what web clients ask for, even if it is the same picture`() async throws {
        let films = try StoredFilms("patient.sh")
        let film = try films.film()
        let renderer = films.renderer()
        for number in 0..<4 {
            try OwnedThread.start(name: "client") {
                let rendering = Rendering(viewport: Viewport(columns: 64 + number, rows: 64))
                _ = try? renderer.render(film, rendering, as: .png)
            }
        }
        try OwnedThread.start(name: "client") { _ = try? renderer.picture(.preview, of: film, for: .client) }
        // Both decoders of web clients are taken, and another request waits for one.
        try await waitUntil { renderer.count(for: .client) >= 3 }
        let preview = try await OwnedThread.run(name: "page") { try renderer.picture(.preview, of: film) }
        #expect(preview != nil)
        try films.go()
        try await waitUntil { renderer.count(for: .client) == 0 }
    }

    @Test func `a picture without parameters is kept with its notices`() throws {
        let film = try films.film()
        let jpeg = EightBitImage.Encoding.jpeg(quality: Renderer.quality)
        let first = try #require(try films.renderer().render(film, Rendering(), as: jpeg))
        let second = try #require(try films.renderer().render(film, Rendering(), as: jpeg))
        #expect(first.bytes == second.bytes && first.notices == second.notices && films.starts == 1)
        #expect(films.kept.map { $0.split(separator: "/").last } == ["1-rendered.jpg", "1-rendered.txt"])
        let thumbnail = Rendering(viewport: Viewport(columns: 256, rows: 256))
        for _ in 0..<2 { #expect(try films.renderer().render(film, thumbnail, as: jpeg) != nil) }
        #expect(films.starts == 2)
    }

    @Test func `an image that cannot be decoded throws each time, and nothing is kept`() throws {
        let path = films.files.absolute("instances/broken.dcm")
        try Data("no object".utf8).write(to: URL(filePath: path))
        let renderer = films.renderer()
        for _ in 0..<2 {
            let error = #expect(throws: RenderingError.self) {
                try renderer.picture(.preview, of: films.instance(at: path))
            }
            guard case .notRendered = error else {
                Issue.record("\(error as Any)")
                return
            }
        }
        #expect(films.starts == 2 && films.kept.isEmpty)
    }

    @Test func `a frame number outside the image gives no picture`() throws {
        let film = try films.film()
        #expect(try films.renderer().picture(.display, of: film, frame: 2) == nil)
        var rendering = Rendering()
        rendering.frame = 2
        #expect(try films.renderer().render(film, rendering, as: .png)?.bytes == nil)
    }

    @Test func `without a decoder only kept pictures are returned`() throws {
        let film = try films.film()
        let renderer = Renderer(DecoderSettings(), program: "/bin/false", cache: films.cache())
        let error = #expect(throws: RenderingError.self) { try renderer.picture(.preview, of: film) }
        guard case .noDecoder = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(try films.renderer().picture(.display, of: film) != nil)
        #expect(try renderer.picture(.preview, of: film) != nil)
    }
}
