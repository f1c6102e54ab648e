import DICOMCore
import DICOMWebEncoding
import WorkListDatabase

/// The forms in which a stored instance can be sent, and their contents.
///
/// Implicit VR and Big Endian never go out (PS3.18 8.7.3): those are sent in Explicit VR Little Endian. Compressed pixels
/// are sent as they are stored, even if the request names no transfer syntax: this process decodes nothing. The type of
/// the answer says the transfer syntax.
struct InstanceForms {
    private let instance: StoredInstance
    private let stored: TransferSyntax

    init(_ instance: StoredInstance) throws(WebError) {
        self.instance = instance
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
        default: [stored]
        }
    }

    /// As `application/dicom`; in one part only if the resource is one instance.
    func representations(isOne: Bool) -> [Representation] {
        (isOne ? [true, false] : [true]).flatMap { isMultipart in
            syntaxes.map { syntax in
                Representation(
                    "application/dicom", in: syntax, isMultipart: isMultipart,
                    isDefault: syntax == .explicitVRLittleEndian || stored.isEncapsulated)
            }
        }
    }

    /// The whole file in one of the transfer syntaxes.
    func content(in syntax: TransferSyntax) throws -> FileContent {
        if syntax == stored {
            return FileContent(
                path: instance.path, segments: [.value(0..<instance.byteCount, unit: 1)], isInflated: false)
        }
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

    /// The transfer syntax of a frame by itself.
    private var frameSyntax: TransferSyntax { stored.isEncapsulated ? stored : .explicitVRLittleEndian }

    /// As frames; in one part only if one is asked for.
    func frameRepresentations(isOne: Bool) -> [Representation] {
        (isOne ? [true, false] : [true]).map { isMultipart in
            Representation(
                frameSyntax.frameMediaType, in: frameSyntax, isMultipart: isMultipart)
        }
    }

    /// Frames by number, from 1; all of them for `nil`.
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
