import Foundation
import Testing

@testable import ReportGeneration

struct FilmOrientationTests {
    /// 1 2 3
    /// 4 5 6
    /// 7 8 9
    private static let film: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

    @Test func `each orientation lays a film as its name says`() {
        let laid: [(FilmOrientation, [Float])] = [
            (FilmOrientation(.upright, isMirrored: false), [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (FilmOrientation(.turnedLeft, isMirrored: false), [3, 6, 9, 2, 5, 8, 1, 4, 7]),
            (FilmOrientation(.upsideDown, isMirrored: false), [9, 8, 7, 6, 5, 4, 3, 2, 1]),
            (FilmOrientation(.turnedRight, isMirrored: false), [7, 4, 1, 8, 5, 2, 9, 6, 3]),
            (FilmOrientation(.upright, isMirrored: true), [3, 2, 1, 6, 5, 4, 9, 8, 7]),
            (FilmOrientation(.turnedLeft, isMirrored: true), [1, 4, 7, 2, 5, 8, 3, 6, 9]),
            (FilmOrientation(.upsideDown, isMirrored: true), [7, 8, 9, 4, 5, 6, 1, 2, 3]),
            (FilmOrientation(.turnedRight, isMirrored: true), [9, 6, 3, 8, 5, 2, 7, 4, 1]),
        ]
        #expect(laid.map(\.0) == FilmOrientation.all)
        for (orientation, expected) in laid { #expect(orientation(Self.film, size: 3) == expected, "\(orientation)") }
    }

    @Test(arguments: FilmOrientation.all)
    func `the inverse restores the film`(orientation: FilmOrientation) {
        #expect(orientation.inverse(orientation(Self.film, size: 3), size: 3) == Self.film)
        let colours = (0..<27).map(Float.init)
        let laid = orientation(colours, size: 3, channels: 3)
        #expect(orientation.inverse(laid, size: 3, channels: 3) == colours)
        #expect(laid[1] == laid[0] + 1 && laid[2] == laid[0] + 2)
    }

    @Test func `is encoded by its name`() throws {
        let json = String(decoding: try JSONEncoder().encode(FilmOrientation.all), as: UTF8.self)
        #expect(
            json == #"["upright","turnedLeft","upsideDown","turnedRight","#
                + #""mirroredUpright","mirroredTurnedLeft","mirroredUpsideDown","mirroredTurnedRight"]"#)
        #expect(try JSONDecoder().decode([FilmOrientation].self, from: Data(json.utf8)) == FilmOrientation.all)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([FilmOrientation].self, from: Data(#"["sideways"]"#.utf8))
        }
    }

    @Test func `each has its own words`() {
        let words = FilmOrientation.all.map(\.words)
        #expect(Set(words).count == 8 && words[0] == "upright" && words[4] == "mirrored")
        #expect(words[1] == "turned by 90 degrees to the left" && words[6] == "mirrored and upside down")
    }
}
