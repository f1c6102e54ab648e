import Crypto
import DICOMCore
import Foundation
import Imaging
import OperatorErrors
import TestHarness
import Testing

@testable import DICOMObject

/// The output of `Tests/References/DICOMObject/pixels.py` for a shared file, computed with pydicom.
private struct PixelReference: Decodable {
    let isExact: Bool
    let rows: Int
    let columns: Int
    let storedValues: String
    let step: Int
    let brightness: [Float]

    static func all() throws -> [String: PixelReference] {
        let url = packageRoot.appending(path: "Tests/References/DICOMObject/pixels.json")
        return try JSONDecoder().decode([String: PixelReference].self, from: Data(contentsOf: url))
    }
}

struct GrayscaleImageTests {
    @Test(.enabled(if: TestFiles.hasSharedData, "needs the shared test data"))
    func `decodes every lossless file to the same stored values as pydicom`() throws {
        for (name, reference) in try PixelReference.all() where reference.isExact {
            let file = try DICOMFile(path: TestFiles.shared(name))
            let values = try DecodedFrame(file, layout: PixelLayout(file.dataSet), threads: 2).samples
            let hash = values.withUnsafeBytes { SHA256.hash(data: $0) }.map { String(format: "%02x", $0) }.joined()
            #expect(hash == reference.storedValues, "\(name)")
        }
    }

    @Test(.enabled(if: TestFiles.hasSharedData, "needs the shared test data"))
    func `renders every shared file as pydicom does`() throws {
        for (name, reference) in try PixelReference.all() {
            let displayed: DisplayedImage
            do { displayed = try DICOMFile(path: TestFiles.shared(name)).displayedImage() } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            let (image, notices) = (displayed.picture, displayed.transformation.notices)
            if notices.contains(where: { $0.contains("passed over") }) {
                // The window of a CT shows less than half of it, and no CT is drafted from.
                #expect(try DICOMFile(path: TestFiles.shared(name)).string(.modality) == "CT", "\(name): \(notices)")
                continue
            }
            #expect(image.rows == reference.rows && image.columns == reference.columns, "\(name)")
            let sampled = stride(from: 0, to: image.pixels.count, by: reference.step).map { image.pixels[$0] }
            try #require(sampled.count == reference.brightness.count)
            let differences = zip(sampled, reference.brightness).map { abs($0 - $1) }
            let mean = differences.reduce(0, +) / Float(differences.count)
            // Lossy JPEG decoders may differ by the rounding of the inverse cosine transform, which a narrow window
            // magnifies; pydicom's look-up tables give whole numbers.
            #expect(mean <= (reference.isExact ? 0.0005 : 0.01), "\(name)")
            #expect(differences.allSatisfy { $0 <= (reference.isExact ? 0.001 : 0.1) }, "\(name)")
        }
    }

    @Test(.enabled(if: TestFiles.hasSharedData, "needs the shared test data"))
    func `gives the same picture in every lossless encoding`() throws {
        let references = try PixelReference.all()
        let first = "transfer_syntaxes/CTImage.dcm"
        let expected = try DICOMFile(path: TestFiles.shared(first)).grayscaleImage().pixels
        var compared = 0
        for (name, reference) in references where reference.storedValues == references[first]?.storedValues {
            let isSame = try DICOMFile(path: TestFiles.shared(name)).grayscaleImage().pixels == expected
            #expect(isSame, "\(name)")
            compared += 1
        }
        #expect(compared == 10)
    }

    @Test(.enabled(if: TestFiles.hasSharedData, "needs the shared test data"))
    func `reads the twelve-bit JPEG whose scan header others refuse`() throws {
        let whole = try DICOMFile(path: TestFiles.shared("chest_dicom/RG2_JLSL.dcm")).grayscaleImage().pixels
        let lossy = try DICOMFile(path: TestFiles.shared("chest_dicom/RG2_JPLY.dcm")).grayscaleImage().pixels
        let differences = zip(whole, lossy).map { abs($0 - $1) }
        #expect(differences.count == whole.count)
        #expect(differences.reduce(0, +) / Float(differences.count) < 0.005)
    }

    @Test(arguments: TransferSyntax.all.filter { !$0.isDecodable && !$0.isRetiredJPEG })
    func `says which transfer syntax it cannot decode and what to do`(syntax: TransferSyntax) throws {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try SyntheticObject(pixels: [1, 2]).write(to: url, transferSyntax: syntax.uid.description)
            let file = try DICOMFile(path: url.path)
            let error = #expect(throws: DICOMObjectError.self) { try file.grayscaleImage() }
            #expect(error == .unsupportedTransferSyntax(uid: syntax.uid.description) && error?.isPermanent == true)
            #expect(error?.description.contains(syntax.name) == true)
            #expect(error?.hint.contains("modality use another") == true)
        }
    }

    @Test(.enabled(if: TestFiles.hasSharedData, "needs the shared test data"))
    func `reports that there is no image`() throws {
        let file = try DICOMFile(path: TestFiles.shared("chest_dicom/lunit_GSPS_chestPA_ai-overlay.dcm"))
        #expect(throws: DICOMObjectError.noPixelData) { try file.grayscaleImage() }
    }

    @Test func `stretches the occurring values if there is no table or window`() throws {
        let image = try SyntheticObject(pixels: [100, 150, 200]).read { try $0.grayscaleImage() }
        #expect(image.pixels == [0, 0.5, 1])
    }

    @Test func `inverts MONOCHROME1 once although the presentation shape repeats it`() throws {
        var object = SyntheticObject(pixels: [100, 150, 200])
        object.set(0x0028, 0x0004, "CS", text: "MONOCHROME1")
        object.set(0x2050, 0x0020, "CS", text: "INVERSE")
        #expect(try object.read { try $0.grayscaleImage() }.pixels == [1, 0.5, 0])
    }

    @Test func `excludes padding from the window and shows it black`() throws {
        var object = SyntheticObject(pixels: [65535, 100, 150, 200, 65533])
        object.set(0x0028, 0x0004, "CS", text: "MONOCHROME1")
        object.set(0x0028, 0x0120, "US", words: [65535])
        object.set(0x0028, 0x0121, "US", words: [65530])
        #expect(try object.read { try $0.grayscaleImage() }.pixels == [0, 1, 0.5, 0, 0])
    }

    @Test func `reads signed twelve-bit values and ignores the bits above them`() throws {
        let object = SyntheticObject(pixels: [0xF800, 0x0000, 0x17FF], bitsStored: 12, signed: true)
        let pixels = try object.read { try $0.grayscaleImage() }.pixels
        #expect(pixels[0] == 0 && abs(pixels[1] - 2048 / 4095) < 1e-6 && pixels[2] == 1)
    }

    @Test func `reads eight-bit pixels`() throws {
        let object = SyntheticObject(pixels: [0, 51, 255], bitsAllocated: 8, bitsStored: 8)
        #expect(try object.read { try $0.grayscaleImage() }.pixels == [0, 0.2, 1])
    }

    @Test func `converts colour to luminance`() throws {
        var object = SyntheticObject(pixels: [255, 0, 0, 0, 255, 0], bitsAllocated: 8, bitsStored: 8)
        object.set(0x0028, 0x0002, "US", words: [3])
        object.set(0x0028, 0x0004, "CS", text: "RGB")
        object.set(0x0028, 0x0006, "US", words: [0])
        object.set(0x0028, 0x0011, "US", words: [2])
        let pixels = try object.read { try $0.grayscaleImage() }.pixels
        #expect(zip(pixels, [0.299, 0.587]).allSatisfy { abs($0 - $1) < 0.005 })
    }

    @Test func `uses the first of several frames`() throws {
        var object = SyntheticObject(pixels: [100, 200, 7, 9])
        object.set(0x0028, 0x0008, "IS", text: "2")
        object.set(0x0028, 0x0011, "US", words: [2])
        #expect(try object.read { try $0.grayscaleImage() }.pixels == [0, 1])
    }

    @Test func `says that a sample of an unknown brightness is MONOCHROME1 if its name can mean nothing else`() throws {
        var object = SyntheticObject(pixels: [100, 150, 200])
        object.set(0x0028, 0x0004, "CS", text: "MONOCHROM1")
        let displayed = try object.read { try $0.displayedImage() }
        #expect(displayed.picture.pixels == [1, 0.5, 0])
        #expect(displayed.transformation.notices[0].contains("\"MONOCHROM1\"; it was read as MONOCHROME1"))
    }

    /// Three bytes for each pixel under Samples per Pixel 1, or words under Bits Allocated 8: a part of the film would be
    /// shown as the film.
    @Test(arguments: [2, 3, 5]) func `refuses pixel data of several times a frame`(times: Int) throws {
        var object = SyntheticObject(pixels: [1, 2, 3, 4], bitsAllocated: 8, bitsStored: 8)
        object.set(0x7FE0, 0x0010, "OW", bytes: [UInt8](repeating: 7, count: 4 * times))
        let reason = "Pixel Data has \(4 * times) bytes, one frame needs 4"
        #expect(throws: DICOMObjectError.inconsistent(reason: reason)) { try object.read { try $0.grayscaleImage() } }
    }

    @Test func `reads one pixel with its byte of padding`() throws {
        let object = SyntheticObject(pixels: [7], bitsAllocated: 8, bitsStored: 8)
        #expect(try object.read { try $0.grayscaleImage() }.pixels.count == 1)
    }

    @Test func `refuses pixel data shorter than a frame`() throws {
        var object = SyntheticObject(pixels: [1, 2, 3])
        object.set(0x0028, 0x0011, "US", words: [4])
        #expect(throws: DICOMObjectError.inconsistent(reason: "Pixel Data has 6 bytes, one frame needs 8")) {
            try object.read { try $0.grayscaleImage() }
        }
    }
}
