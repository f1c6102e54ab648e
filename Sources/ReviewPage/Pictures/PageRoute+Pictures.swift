import Renderings

extension PageRoute {
    /// Pictures of stored images, for who is signed in and for clients with a token.
    static let pictures: [PageRoute] = [
        picture(.thumbnail, "a small picture of a frame"),
        picture(.preview, "a picture of a frame that fills a part of a screen"),
        picture(.display, "the values of a frame, for a page that windows it itself"),
        picture(.description, "what the values of a frame mean"),
    ]

    private static func picture(_ form: PictureForm, _ summary: String) -> PageRoute {
        PageRoute(
            "GET", "/api/studies/{study}/images/{instance}/{frame}/\(form.rawValue)", .rolesAndTokens(.readers),
            summary,
            .blocking { parts, asked in try PictureService(parts).picture(form, asked) })
    }
}
