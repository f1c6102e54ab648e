import DICOMWeb
import ThoraxConfiguration

extension ConformanceStatement {
    /// DICOMweb (PS3.18).
    static var web: String {
        var table = MarkdownTable("method", "path", "scope", "what")
        for route in WebRoute.all {
            table.add(route.method, "`\(WebRoute.base)\(route.path)`", route.scopeName ?? "none", route.summary)
        }
        return """
            ## N.6 DICOMweb

            Served where `web.port` is set, over HTTP/1.1, with TLS 1.2 and 1.3 (forward secrecy, authenticated encryption) where
            `web.tls` names a certificate. Each client has a bearer token (`thoraxctl tokens`) with the scopes that the table names.
            HEAD is answered like GET without a body, OPTIONS without a token. HEAD decodes nothing, so it has no length where the
            body would have to be decoded. There is no worklist service (UPS-RS), and nothing is deleted.

            \(table.text)
            ### Search (QIDO-RS)

            The keys are those of C-FIND above, by keyword or tag, within sequences with a period. The same matching; the
            ranges of a date and its time count as one. Parameters: `limit`, `offset`, `includefield`, `fuzzymatching`
            (literal matching, with a warning), `accept`. At most `query.maximum_results` matches in an answer; a warning
            says how many more there are. No match is 200 with an empty list. Matches are in one order: studies by date and
            time, the latest first, then as they arrived. A key that is not matched and a field that is not returned are
            named in a warning. Answers are
            `application/dicom+json`, or `multipart/related; type="application/dicom+xml"`. Here as elsewhere JSON, XML and text are
            compressed for a client with `Accept-Encoding: gzip`.

            ### Retrieve (WADO-RS)

            Objects are sent as they are stored; those in Implicit VR or Big Endian in Explicit VR Little Endian. What is
            compressed without loss is decompressed to that where Accept has `application/dicom`, or `application/octet-stream`
            for frames and pixel data, without a transfer syntax; what may have lost something only where it names Explicit
            VR Little Endian. Frames of one unsigned sample, stored uncompressed or without loss, are also `image/jls`: JPEG-LS
            Lossless, coded when it is asked for.
            **`*/*`, `transfer-syntax=*` and no Accept get what is stored**; the type of each part says which it is. Frames whose
            samples the metadata would not describe (colour that is stored as YBR_RCT), and any other transfer syntax, are 406; an
            image that cannot be decoded is 500, no free decoder 503, more than 1 GiB uncompressed 413. Only the frames
            that are asked for are read and decoded. Metadata has everything
            but bulk data, in UTF-8 (`ISO_IR 192`), as JSON or XML; an answer of more than 4 MiB is made as it is sent, without a
            length, and its trailer has the warnings that are met meanwhile. A single value and a single
            frame take `Range` with one range, `If-Range` and `If-None-Match`.

            ### Rendered resources and thumbnails

            Images are `image/jpeg` or `image/png`, 8 bits and grey: the display transformation that drafts are made from.
            An instance is its first frame, a list of frames one part each; a study or series each of its images as a part, or
            only the first one. Parameters:
            `viewport` (the shape is kept, nothing is enlarged; a part of the image, flips), `window` with `linear`,
            `linear-exact` or `sigmoid`, `quality`; `annotation` and `iccprofile` are answered with a warning. Structured Reports
            are `text/html` or `text/plain`, with a line above and below that says whether they are drafts, replaced or verified.
            Encapsulated PDFs are `application/pdf`.
            A thumbnail is JPEG, 256 pixels or the `viewport`, at most 512. The thumbnail of a study or series is that of its first
            radiograph; without a radiograph the answer is 404. If an image cannot be decoded, the answer is 500 with the reason.
            Two images are rendered at a time and sixteen wait; two more are decoded at a time to samples or uncompressed objects
            and eight wait; further requests are answered with 503. What is rendered without parameters is kept and sent again.
            From the second window or size of a frame on, its decoded values are kept, and sixteen such pictures of each frame.

            ### Store (STOW-RS)

            `multipart/related; type="application/dicom"`, with a length or in chunks; not metadata and bulk data apart.
            Instances take the way of C-STORE, and the name of the token stands for the calling AE title. 200 if all are
            stored or were already, 202 if some are, 409 if none is, 503 if there is no room; 400 for a body that breaks off,
            which names what is stored of it. Failure reasons: 0110, 0111 (other bytes under the UID), 0122 (class), A700,
            A900 (another study than the path's), C000 (no DICOM), C122 (transfer syntax).

            ### Drafts

            `draft` answers with JSON of our own: `status` (`preliminary`, `final` or `none` with a `reason`), the `text` to
            show by section, and until it is signed the sentences in `findings` and `impression` with their findings and
            the estimates of the finding head, `notices` with what they are about, `estimates` of all findings that the model
            looks for with their thresholds, `limits`, how each image was shown to the model, and `signed` with each
            verdict. A text is there only while it may be shown as a report.

            """
    }
}
