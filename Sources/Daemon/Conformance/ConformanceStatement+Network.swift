import DICOMCore
import DICOMNetwork
import ThoraxConfiguration

extension ConformanceStatement {
    /// Transfer syntaxes, limits and timeouts.
    static var network: String {
        var syntaxes = MarkdownTable("transfer syntax", "UID", "decoded")
        for syntax in TransferSyntax.all {
            syntaxes.add(
                syntax.name, "\(syntax.uid)",
                syntax.isDecodable ? "yes" : "no: kept; the study fails with the reason")
        }
        let configuration = DaemonConfiguration()
        let deadlines = Deadlines()
        var limits = MarkdownTable("limit", "value")
        limits.add("Implementation Class UID", "\(Implementation.classUID)")
        limits.add("Implementation Version Name", Implementation.versionName)
        limits.add(
            "PDU received at most",
            "\(AssociationListener.maxPDU) bytes; up to 1024 more from a device that counts wrongly")
        limits.add(
            "associations as acceptor",
            "\(configuration.maximumAssociations), and \(peerLimit) for each peer (defaults)")
        limits.add("associations as requestor", "one for each destination, and one for each C-MOVE under way")
        limits.add("asynchronous operations", "none: one at a time")
        limits.add("association request", "\(deadlines.request / 1000) s")
        limits.add("between messages", "\(deadlines.idle / 1000) s (default)")
        limits.add(
            "within a message",
            "\(deadlines.message / 1000) s of silence; \(deadlines.leastRate) bytes a second at least")
        return """
            ## N.7 Network

            A context is accepted with the first of the requestor's transfer syntaxes that can be decoded, else the first
            that is received. As acceptor over IPv4 and IPv6; peers are called over IPv4.

            As requestor, and in a C-GET, an object goes out in the transfer syntax in which it is stored. One stored in Explicit VR
            Little Endian or Deflated is proposed in Implicit VR Little Endian too (a deflated one also in Explicit VR Little Endian),
            each in a presentation context of its own, and rewritten if the receiver accepts no other: the same values, sequences of
            undefined length, no group lengths. An object whose structure is not certain (a VR of no standard, a length beyond its
            sequence) is not rewritten but fails with the reason. Implicit VR and Explicit VR Big Endian are not rewritten. In a C-GET
            the node takes Implicit VR Little Endian of several transfer syntaxes in one context, because it can send most objects
            in it.

            An image in a compressed transfer syntax that is decoded here is proposed in Explicit and Implicit VR Little Endian too,
            and decompressed if the receiver accepts no other. All frames are; samples are interleaved (Planar Configuration 0), the
            stored bits are the lowest, and the Image Pixel attributes say what was decoded: MONOCHROME1, MONOCHROME2 and PALETTE
            COLOR as stored, colour as RGB, or YBR_FULL where the code stream is luminance and colour differences. SOP Instance UID
            and every other attribute stay; Lossy Image Compression (0028,2110) too, and is 01 after a lossy JPEG process. Icon Image
            Sequence and what follows Pixel Data are left out. Not decompressed, so that the sub-operation or delivery fails with
            the reason: JPEG XL, arithmetic and hierarchical JPEG; more than \(ImagePixelDescription.byteLimit >> 20) MiB; overlays in the bits of the pixels (retired); frames that
            cannot be separated; a damaged code stream or data set. In a C-GET or C-MOVE it counts among the failed sub-operations:
            final status B000, or A702 if none was sent. A delivery fails for good if the image cannot be decoded, and is retried if
            no decoder was free or one ended. Two images are decoded at a time, each for 60 s at most.

            \(syntaxes.text)
            \(limits.text)
            """
    }

    /// Default number of associations of one peer.
    private static var peerLimit: Int { AETitle("PEER").map { Peer(name: "", aeTitle: $0).associationLimit } ?? 0 }

    static var security: String {
        """
        ## N.11 Security

        | profile | support |
        | --- | --- |
        | BCP 195 TLS Secure Transport Connection (PS3.15 B.9) | TLS 1.2 and 1.3, forward secrecy and AES-GCM only; with and without client certificate; files are read again when they change |
        | Association control | called and calling AE title, address ranges, names in certificates, permissions and number of associations for each peer |
        | Audit | callers and why they were refused (`thoraxctl peers`); audit messages (PS3.15 A.5), each with the hash of the one before it, sent to a collector over TLS (RFC 5424, 5425) if one is configured |

        Names in certificates are compared with `certificate_names` of the peer, where it has any. Logs and
        metrics hold no patient names or identifiers.

        """
    }

    static var characterSets: String {
        """
        ## Character sets

        Read in objects and in queries, by themselves or as ISO 2022 code extensions where PS3.3 C.12.1.1.2 allows:
        \(CharacterSet.definedTerms.map { "`\($0)`" }.joined(separator: ", ")).
        Text that declares no set, or has bytes that the declared sets do not have, is read in
        `dicom.default_character_set` if that is configured and has the bytes, else as UTF-8 where the bytes are valid UTF-8,
        else in ISO_IR 100. Where ISO_IR 100 would give a text that other bytes give in the declared set, each byte from 80H
        is the character U+F780 to U+F7FF: no two names become one.
        Answers are in the requester's set where every text of the answer has a place in it, otherwise in ISO_IR 192;
        documents keep the set of their images where that has their text and the report fits it, otherwise they are in
        ISO_IR 192, with the text as it was read.

        """
    }
}
