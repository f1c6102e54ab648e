import DICOMCore
import DICOMObject
import Decoding
import Foundation
import Imaging
import Testing
import WorkListDatabase

@testable import Renderings

/// Pictures with a window or a size of a client's own.
@Suite(.timeLimit(.minutes(10)))
struct OtherWindowsTests {
    private let films: StoredFilms

    init() throws { films = try StoredFilms() }

    private func rendering(_ center: Double) -> Rendering { Rendering(window: VOIWindow(center: center, width: 50)) }

    /// Names of the kept files without the mark of the run.
    private var names: [String] {
        films.kept.compactMap { $0.split(separator: "/").last?.split(separator: ".").first.map(String.init) }
    }

    @Test func `the frame is decoded for the first window and for the second, and for no other`() throws {
        let film = try films.film()
        let renderer = films.renderer()
        for number in 0..<6 {
            let picture = try #require(try renderer.render(film, rendering(Double(100 + number)), as: .png))
            let window = try #require(VOIWindow(center: Double(100 + number), width: 50))
            let expected = try #require(try DICOMFile(path: film.path).displayedFrame(1, threads: 1, window: window))
            #expect(picture.bytes == (try EightBitImage(expected.picture).encoded(.png)), "\(number)")
            #expect(picture.notices == expected.transformation.notices)
            #expect(films.starts == min(number + 1, 2))
        }
        #expect(names.contains("1-values"))
    }

    @Test func `only one window of a frame keeps no values`() throws {
        _ = try films.renderer().render(try films.film(), rendering(100), as: .png)
        #expect(names.count == 1 && names[0].hasPrefix("1-window-"))
    }

    @Test func `another size and another quality come from the same values`() throws {
        let film = try films.film()
        let renderer = films.renderer()
        for number in 1...4 {
            let viewport = Rendering(viewport: Viewport(columns: 100 * number, rows: 100 * number))
            #expect(try renderer.render(film, viewport, as: .jpeg(quality: 50 + number)) != nil)
        }
        #expect(films.starts == 2)
    }

    @Test func `the same window again is the kept picture with its notices`() throws {
        let film = try films.film()
        let cache = films.cache()
        let first = try films.renderer(cache).render(film, rendering(100), as: .png)
        // This renderer has no decoder.
        let second = try Renderer(DecoderSettings(), program: "/bin/false", cache: cache)
            .render(film, rendering(100), as: .png)
        #expect(first != nil && first?.bytes == second?.bytes && first?.notices == second?.notices)
        #expect(throws: RenderingError.self) {
            try Renderer(DecoderSettings(), program: "/bin/false", cache: cache)
                .render(film, rendering(100), as: .jpeg(quality: 90))
        }
    }

    @Test func `a client that drags a window keeps a bounded number of pictures`() throws {
        let film = try films.film()
        let renderer = films.renderer()
        for number in 0..<60 {
            let viewport = Viewport(columns: 16, rows: 16)
            let window = VOIWindow(center: Double(number), width: 50)
            #expect(try renderer.render(film, Rendering(window: window, viewport: viewport), as: .png) != nil)
        }
        #expect(films.kept.count <= 17)
    }

    @Test func `values and windows of an earlier run are never shown, and are removed`() throws {
        let film = try films.film()
        for center in [100.0, 101] { _ = try films.renderer(films.cache()).render(film, rendering(center), as: .png) }
        // Each renderer is another run, so that both windows were the first.
        #expect(films.starts == 2 && !names.contains("1-values"))
        let cache = films.cache()
        cache.look()
        #expect(films.kept.isEmpty)
        let renderer = films.renderer(cache)
        for center in [100.0, 101] { _ = try renderer.render(film, rendering(center), as: .png) }
        #expect(films.kept.count == 3)
        films.cache().look()
        #expect(films.kept.isEmpty)
    }

    @Test func `they are removed with the image`() throws {
        let film = try films.film()
        let renderer = films.renderer()
        for center in [100.0, 101] { _ = try renderer.render(film, rendering(center), as: .png) }
        #expect(!films.kept.isEmpty)
        try films.files.removeDerived(of: "instances/00/01/film.dcm")
        #expect(films.kept.isEmpty)
    }

    @Test func `a part without pixels is no picture, also from kept values`() throws {
        let film = try films.film()
        let renderer = films.renderer()
        for center in [100.0, 101] { _ = try renderer.render(film, rendering(center), as: .png) }
        let outside = Viewport(columns: 10, rows: 10, region: .init(left: 5000, top: 0, width: nil, height: nil))
        #expect(try renderer.render(film, Rendering(viewport: outside), as: .png)?.bytes == nil)
        var second = rendering(100)
        second.frame = 2
        #expect(try renderer.render(film, second, as: .png)?.bytes == nil)
    }
}
