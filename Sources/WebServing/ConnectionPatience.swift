import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client keeps it waiting: it does not complete the head of a request, however slowly it sends, or
/// does not take what is written.
final class ConnectionPatience: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    private let idle: TimeAmount
    private let writing: TimeAmount
    private var closing: Scheduled<Void>?
    /// Parts of an answer that the client has not taken.
    private var pending = 0

    init(idle: TimeAmount, writing: TimeAmount) {
        self.idle = idle
        self.writing = writing
    }

    func handlerAdded(context: ChannelHandlerContext) { expect(context.channel, within: idle) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // A client that sends further requests must still take the answer that is being written.
        if case .head = unwrapInboundIn(data), pending == 0 { closing?.cancel() }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise()
        pending += 1
        expect(context.channel, within: writing)
        let channel = context.channel
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.pending -= 1
            self.expect(channel, within: self.pending > 0 ? self.writing : self.idle)
        }
        context.write(data, promise: written)
    }

    func handlerRemoved(context: ChannelHandlerContext) { closing?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        closing?.cancel()
        context.fireChannelInactive()
    }

    private func expect(_ channel: any Channel, within limit: TimeAmount) {
        closing?.cancel()
        guard channel.isActive else { return }
        closing = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }
}
