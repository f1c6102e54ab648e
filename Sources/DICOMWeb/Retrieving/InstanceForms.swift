import DICOMCore
import DICOMWebEncoding
import WebServing
import WorkListDatabase

/// The forms in which a stored instance can be sent, and their contents.
///
/// Implicit VR and Big Endian never go out (PS3.18 8.7.3): those are sent in Explicit VR Little Endian, and so is what is
/// compressed without loss if the request names no transfer syntax (PS3.18 8.7.3.1). What may have lost something is sent as
/// it is stored unless the request names Explicit VR Little Endian. The type of the answer says the transfer syntax.
struct InstanceForms {
    let instance: StoredInstance
    private let decoding: (any ImageDecoding)?
    private let stored: TransferSyntax

    /// - Parameter decoding: decodes compressed pixels; without it they are sent as they are stored.
    init(_ instance: StoredInstance, decoding: (any ImageDecoding)?) throws(WebError) {
        self.instance = instance
        self.decoding = decoding
        guard let stored = TransferSyntax(uid: instance.transferSyntaxUID) else {
            throw .damaged("its transfer syntax is unknown")
        }
        self.stored = stored
    }

    /// The transfer syntaxes, that of the file first if it may go out.
    private var syntaxes: [TransferSyntax] {
        switch stored {
        case .explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian: [.explicitVRLittleEndian]
        case .deflatedExplicitVRLittleEndian: [stored, .explicitVRLittleEndian]
        default: isDecoded ? [stored, .explicitVRLittleEndian] : [stored]
        }
    }

    /// Whether the pixels can be sent uncompressed although they are stored compressed.
    private var isDecoded: Bool { decoding != nil && stored.needsDecoding }

    /// Whether the frames are stored compressed.
    var isEncapsulated: Bool { stored.isEncapsulated }

    /// Whether this transfer syntax is sent to a request that names none.
    private func isDefault(_ syntax: TransferSyntax) -> Bool {
        guard isEncapsulated else { return syntax == .explicitVRLittleEndian }
        return (syntax == stored) == (stored.isLossy || !isDecoded)
    }

    /// The forms of the whole instance, as `application/dicom`; a single part only if the resource is one instance.
    func representations(isOne: Bool) -> [Representation] {
        (isOne ? [true, false] : [true]).flatMap { isMultipart in
            syntaxes.map { syntax in
                Representation(
                    "application/dicom", in: syntax, isMultipart: isMultipart,
                    isDefault: isDefault(syntax))
            }
        }
    }

    /// Whether the file is decoded to be sent in this transfer syntax.
    func isCopy(_ syntax: TransferSyntax) -> Bool { syntax != stored && isDecoded }

    /// The whole file in one of the transfer syntaxes.
    func content(in syntax: TransferSyntax) throws -> FileContent {
        if syntax == stored {
            return FileContent(
                path: instance.path, segments: [.value(0..<instance.byteCount, unit: 1)], isInflated: false)
        }
        if isCopy(syntax) { return FileContent(try uncompressed()) }
        var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
        let meta = FileMetaInformation(
            sopClassUID: try uid(instance.sopClassUID), sopInstanceUID: try uid(instance.sopInstanceUID),
            transferSyntax: syntax)
        let body: [ExplicitEncoding.Segment]
        if stored.isDeflated {
            body = [.value(0..<file.source.count, unit: 1)]
        } else {
            do throws(HeaderScanError) { body = try ExplicitEncoding(of: &file).segments } catch {
                throw WebError.damaged(error.description)
            }
        }
        return FileContent(
            path: instance.path, segments: [.bytes(meta.encoded)] + body, isInflated: stored.isDeflated)
    }

    private func uid(_ text: String) throws(WebError) -> UID {
        guard let uid = UID(text) else { throw .damaged("its UID is not a valid one") }
        return uid
    }

    /// - Parameter frames: numbers of the frames that the copy has; nil for all.
    private func uncompressed(frames: [Int]? = nil) throws -> UncompressedObject {
        guard let decoding else { throw WebError.damaged("this node decodes nothing") }
        do { return try decoding.uncompressed(instance.path, frames: frames) } catch {
            // The stored object is damaged; the client asked correctly.
            if case .undecodable = error { throw WebError.damaged(error.description) }
            throw error
        }
    }

    /// The transfer syntaxes of a frame by itself, that of the file first.
    private var frameSyntaxes: [TransferSyntax] {
        isEncapsulated ? syntaxes : [.explicitVRLittleEndian]
    }

    /// The forms of frames; a single part only if one frame is asked for.
    ///
    /// - Parameters:
    ///   - areStored: leaves out what is not stored so.
    ///   - areCoded: whether they can be coded in JPEG-LS too.
    ///   - isRange: prefers a single part, because a range is asked for.
    func frameRepresentations(
        isOne: Bool, areStored: Bool = false, areCoded: Bool = false, isRange: Bool = false
    ) -> [Representation] {
        let coded = areCoded && mayBeCoded ? [TransferSyntax.jpegLSLossless] : []
        return (isOne ? [!isRange, isRange] : [true]).flatMap { isMultipart in
            (frameSyntaxes.prefix(areStored ? 1 : 2) + coded).map { syntax in
                Representation(
                    syntax.frameMediaType, in: syntax, isMultipart: isMultipart, isDefault: isDefault(syntax))
            }
        }
    }

    /// Whether frames can be coded in JPEG-LS: what may have lost something is sent as it is stored or as samples.
    private var mayBeCoded: Bool {
        stored != .jpegLSLossless && !stored.isLossy && decoding != nil && (!isEncapsulated || isDecoded)
    }

    /// Whether frames in this transfer syntax are coded for the answer.
    func areCoded(_ syntax: TransferSyntax?) -> Bool { syntax == .jpegLSLossless && stored != .jpegLSLossless }

    /// Uncompressed frames by number, of an image that is stored compressed. Only these are decoded.
    ///
    /// - Returns: nil if the metadata, which describe what is stored, would not describe the samples.
    func uncompressedFrames(_ numbers: [Int]) throws -> [FileContent]? {
        let copy = try uncompressed(frames: numbers)
        var stored = try FileDataSet(ofFile: ScanSource(path: instance.path))
        var file = try FileDataSet(ofFile: ScanSource(path: copy.path))
        guard try SampleMeaning(of: &stored) == SampleMeaning(of: &file) else { return nil }
        return try FrameLayout(of: &file).ranges(of: Array(1...numbers.count)).map { FileContent(copy, segments: $0) }
    }

    /// Frames by number, from 1, as they are stored; all of them for `nil`.
    func frames(_ numbers: [Int]?) throws -> [FileContent] {
        var file = try FileDataSet(ofFile: ScanSource(path: instance.path))
        let layout = try FrameLayout(of: &file)
        let ranges = try numbers.map { numbers throws(FrameError) in try layout.ranges(of: numbers) } ?? layout.frames
        return ranges.map { frame in
            FileContent(
                path: instance.path, segments: frame.map { .value($0, unit: layout.unit) },
                isInflated: stored.isDeflated)
        }
    }

    /// The content of a bulk datum; `nil` for compressed frames.
    func content(of datum: BulkDatum) -> FileContent? {
        switch datum.content {
        case .frames: nil
        case .text(let bytes): FileContent(path: instance.path, segments: [.bytes(bytes)], isInflated: false)
        case .stored(let ranges, let unit):
            FileContent(
                path: instance.path, segments: ranges.map { .value($0, unit: unit) }, isInflated: stored.isDeflated)
        }
    }
}
