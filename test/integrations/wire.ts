/**
 * A client that hides nothing: the bytes of a response as they came.
 * Comes in: a port and a request as text. Goes out: status, header lines and body.
 */
import { connect, type Socket } from 'node:net'

export interface Raw {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** All of it, to be searched. */
  readonly all: string
}

export const read = (all: string): Raw => {
  const end = all.indexOf('\r\n\r\n')
  const [line = '', ...fields] = all.slice(0, end).split('\r\n')
  const headers: Record<string, string> = {}
  for (const field of fields) {
    const [name = '', ...value] = field.split(': ')
    headers[name.toLowerCase()] = value.join(': ')
  }
  return { status: Number(line.split(' ')[1]), headers, body: end < 0 ? '' : all.slice(end + 4), all }
}

export const request = (
  port: number,
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Raw> =>
  new Promise((resolve, reject) => {
    let all = ''
    const socket = connect(port, '127.0.0.1', () => {
      const fields = Object.entries({ host: 'a', connection: 'close', ...headers })
      socket.write(`${line} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
    })
    socket.setEncoding('latin1')
    socket.on('data', text => {
      all += text
    })
    socket.on('error', error => (all === '' ? reject(error) : resolve(read(all))))
    socket.on('close', () => resolve(read(all)))
  })

/** Asks and does not wait for the answer. */
export const ask = (port: number, text: string): Promise<Socket> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, () => resolve(socket)))
    socket.on('error', () => undefined)
  })
