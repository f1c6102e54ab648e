import Auditing
import DICOMCore
import DICOMObject
import Decoding
import Foundation
import Imaging
import TestHarness
import Testing
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct RenderedImageTests {
    private static let film = "thoraxd-0004-1.dcm"

    private func node(_ names: [String] = [film]) async throws -> (RunningFront, String) {
        let node = try await RunningFront()
        let stored = try await node.store(try names.map(SampleFilms.bytes))
        try #require(stored.status == 200, "\(stored.text)")
        return (node, try SampleFilms.uri(ofFile: SampleFilms.path(names[0])))
    }

    @Test(arguments: SampleFilms.names)
    func `the picture is the one that the reporter shows`(name: String) async throws {
        let (node, uri) = try await node([name])
        let answer = try await node.get("\(uri)/rendered", accept: "image/png")
        try #require(answer.status == 200 && answer.headers["content-type"] == "image/png", "\(answer.text)")
        let shown = try SampleFilms.shown(SampleFilms.path(name))
        #expect(try SampleFilms.picture(answer.body).difference(from: shown) == 0)
    }

    @Test func `JPEG is the default, and its quality can be chosen`() async throws {
        let (node, uri) = try await node()
        let answer = try await node.get("\(uri)/rendered")
        #expect(answer.status == 200 && answer.headers["content-type"] == "image/jpeg")
        let shown = try SampleFilms.shown(SampleFilms.path(Self.film))
        #expect(try #require(try SampleFilms.picture(answer.body).difference(from: shown)) < 40)
        let coarse = try await node.get("\(uri)/frames/1/rendered?quality=10", accept: "image/jpeg")
        #expect(coarse.status == 200 && coarse.body.count < answer.body.count / 2)
        #expect(try await node.get("\(uri)/rendered", accept: "image/gif").status == 406)
        #expect(
            try await node.get("\(uri)/rendered", accept: "image/webp,image/png,*/*;q=0.8").headers["content-type"]
                == "image/png")
    }

    @Test func `a viewport reduces the picture and keeps its shape, and never enlarges it`() async throws {
        let (node, uri) = try await node()
        func size(_ viewport: String) async throws -> [Int] {
            let answer = try await node.get("\(uri)/rendered?viewport=\(viewport)", accept: "image/png")
            try #require(answer.status == 200, "\(answer.text)")
            let picture = try SampleFilms.picture(answer.body)
            return [picture.columns, picture.rows]
        }
        #expect(try await size("300,200") == [200, 200])
        #expect(try await size("300%2C200") == [200, 200])
        #expect(try await size("4000,4000") == [1024, 1024])
        #expect(try await size("100,100,,,512,256") == [100, 50])
        #expect(try await size("100,100,900,0,,") == [12, 100])
        let part = try await node.get("\(uri)/rendered?viewport=64,64,32,16,-64,-64", accept: "image/png")
        let shown = try SampleFilms.shown(SampleFilms.path(Self.film))
        let turned = try SampleFilms.picture(part.body)
        #expect(turned.rows == 64 && turned.pixels.first == shown.pixels[(16 + 63) * 1024 + 32 + 63])
        #expect(turned.pixels.last == shown.pixels[16 * 1024 + 32])
    }

    @Test func `a window takes the place of the image's own, and MONOCHROME1 stays inverted`() async throws {
        let (node, uri) = try await node()
        let file = try DICOMFile(path: SampleFilms.path(Self.film))
        for (function, name) in [
            (VOIWindow.Function.linear, "linear"), (.linearExact, "linear-exact"), (.sigmoid, "sigmoid"),
        ] {
            let answer = try await node.get("\(uri)/rendered?window=100,50,\(name)", accept: "image/png")
            try #require(answer.status == 200, "\(answer.text)")
            let window = try #require(VOIWindow(center: 100, width: 50, function: function))
            let expected = try #require(try file.displayedFrame(1, threads: 1, window: window))
            #expect(try SampleFilms.picture(answer.body).difference(from: EightBitImage(expected.picture)) == 0)
        }
        // Every value is below this window: white.
        let white = try await node.get("\(uri)/rendered?window=1000000,1,linear", accept: "image/png")
        #expect(try SampleFilms.picture(white.body).pixels.max() == 255)
    }

    @Test(arguments: [
        "window=1,2", "window=1,2,cubic", "window=1,0.5,linear", "window=1,0,sigmoid", "window=x,2,linear",
        "window=nan,2,linear", "window=1,inf,linear", "viewport=0,1", "viewport=1", "viewport=1,2,3",
        "viewport=100000,1", "viewport=10,10,-1,0,1,1", "viewport=10,10,0,0,0,1", "viewport=10,10,5000,0,,",
        "quality=0", "quality=101", "quality=", "annotation=", "annotation=name", "iccprofile=cmyk",
        "viewport=10,10&viewport=20,20", "window=%00",
    ])
    func `a parameter that means nothing is refused and says what it must be`(query: String) async throws {
        let (node, uri) = try await node()
        let answer = try await node.get("\(uri)/rendered?\(query)")
        #expect(answer.status == 400 && answer.headers["content-type"] == "application/json", "\(answer.text)")
    }

    @Test func `what is not supported is a warning`() async throws {
        let (node, uri) = try await node()
        let answer = try await node.get("\(uri)/rendered?annotation=patient,technique&iccprofile=srgb&viewport=9,9")
        #expect(answer.status == 200)
        #expect(answer.headers["warning"]?.contains("annotation is not supported") == true)
        #expect(answer.headers["warning"]?.contains("iccprofile is not supported") == true)
    }

    @Test func `a study has each image as a part, or only the first one`() async throws {
        let (node, uri) = try await node(["thoraxd-0008-1.dcm", "thoraxd-0008-2.dcm"])
        let study = uri.prefix(upTo: try #require(uri.firstRange(of: "/series")).lowerBound)
        let all = try await node.get("\(study)/rendered?viewport=64,64")
        #expect(all.headers["content-type"]?.hasPrefix("multipart/related; type=\"image/jpeg\"") == true, "\(all.text)")
        #expect(all.text.components(separatedBy: "Content-Type: image/jpeg\r\n").count == 3)
        #expect(all.text.contains("Content-Location: \(node.base)\(uri)/rendered\r\n"))
        let first = try await node.get("\(study)/rendered?viewport=64,64", accept: "image/jpeg")
        #expect(
            first.headers["content-type"] == "image/jpeg" && first.headers["warning"]?.contains("first of 2") == true)
    }

    @Test func `a study of only secondary captures has no thumbnail, because they may show a name`() async throws {
        let node = try await RunningFront()
        var header = Fixture.header()
        header.sopClassUID = SOPClass.secondaryCaptureImage.description
        try node.fixture.admit(header)
        for path in ["/studies/1.1", "/studies/1.1/series/1.1.1"] {
            #expect(try await node.get("\(path)/thumbnail").status == 404)
        }
    }

    @Test func `a thumbnail is a small JPEG at every level`() async throws {
        let (node, uri) = try await node()
        let study = uri.prefix(upTo: try #require(uri.firstRange(of: "/series")).lowerBound)
        let series = uri.prefix(upTo: try #require(uri.firstRange(of: "/instances")).lowerBound)
        for path in ["\(study)", "\(series)", uri, "\(uri)/frames/1"] {
            let answer = try await node.get("\(path)/thumbnail?viewport=256%2C256", accept: "*/*")
            try #require(answer.status == 200 && answer.headers["content-type"] == "image/jpeg", "\(answer.text)")
            #expect(try SampleFilms.picture(answer.body).columns == 256)
        }
        let huge = try await node.get("\(uri)/thumbnail?viewport=4000,4000")
        #expect(try SampleFilms.picture(huge.body).columns == 512)
        #expect(try await node.get("\(uri)/thumbnail?viewport=64,64,0,0,10,10").status == 400)
        #expect(try await node.get("\(uri)/thumbnail", accept: "text/html").status == 406)
    }

    @Test func `frames are shown by their numbers`() async throws {
        let node = try await RunningFront()
        let object = try WebObject.file(1)
        #expect(try await node.store([object]).status == 200)
        let uri = "/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1"
        var pictures: [EightBitImage] = []
        for frame in 1...2 {
            let answer = try await node.get(
                "\(uri)/frames/\(frame)/rendered?window=3000,6000,linear", accept: "image/png")
            try #require(answer.status == 200, "\(answer.text)")
            pictures.append(try SampleFilms.picture(answer.body))
        }
        // Words of 0x0100, 0x0302 and so on: the second frame is brighter.
        #expect(pictures[0].columns == 3 && pictures[0].pixels[0] < pictures[1].pixels[0])
        #expect(try await node.get("\(uri)/frames/3/rendered").status == 404)
        let both = try await node.get("\(uri)/frames/1,2/rendered")
        #expect(both.status == 200 && both.headers["content-type"]?.hasPrefix("multipart/related") == true)
        for frame in 1...2 {
            #expect(both.text.contains("Content-Location: \(node.base)\(uri)/frames/\(frame)/rendered\r\n"))
        }
        #expect(try await node.get("\(uri)/frames/1,2/rendered", accept: "image/jpeg").status == 406)
        #expect(try await node.get("\(uri)/frames/2,1/rendered").status == 400)
        #expect(try await node.get("\(uri)/frames/1,2/thumbnail").status == 400)
        #expect(try await node.get("\(uri)/frames/0/rendered").status == 400)
    }

    @Test func `the audit trail names the client that saw a picture`() async throws {
        let (node, uri) = try await node()
        _ = node.audit.take()
        _ = try await node.get("\(uri)/thumbnail")
        let seen = node.audit.take(isLast: true).map(\.what)
        #expect(seen.contains { if case .accessed = $0 { true } else { false } }, "\(seen)")
        #expect(try await node.send("\(uri)/rendered", token: .some(nil)).status == 401)
    }
}
