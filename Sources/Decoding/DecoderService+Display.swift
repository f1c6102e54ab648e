import DICOMObject
import Imaging
import Platform

extension DecoderService {
    /// Answers with a frame for a viewer that applies the window itself: the pictures first, then the values.
    ///
    /// - Returns: false if the process that asked is gone.
    func sayDisplay(of file: DICOMFile, _ number: Int, threads: Int) throws(DICOMObjectError) -> Bool {
        guard let form = try file.displayForm(number, threads: threads),
            let preview = Self.shown(form, in: DisplayPictures.previewSize),
            let thumbnail = Self.shown(form, in: DisplayPictures.thumbnailSize)
        else { return say(.outside) }
        let head = DecoderAnswer.display(
            form.description, preview: PictureSize(preview), thumbnail: PictureSize(thumbnail))
        guard say(head), preview.pixels.withUnsafeBytes(socket.send), thumbnail.pixels.withUnsafeBytes(socket.send)
        else { return false }
        let planes = DifferencePlanes.encode(form.values, columns: form.description.width)
        return planes.withUnsafeBytes(socket.send)
    }

    private static func shown(_ form: DisplayForm, in size: Int) -> EightBitImage? {
        form.picture.shown(aspect: form.description.aspect, in: Viewport(columns: size, rows: size))
    }
}
