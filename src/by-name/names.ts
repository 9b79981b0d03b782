/**
 * What APIs commonly call the members of an error, by role and in order of preference: data.
 * Comes in: a name. Goes out: its place in each list. Collected from the documents and responses of many APIs; it belongs to none.
 */
const words = (list: string): readonly string[] => list.split(' ')

/** Always a message. */
const messages = words(
  'message detail error_description errorDescription errorMessage error_message Message msg errmsg errMsg error_msg errorMsg description ' +
    'Description faultstring errorSummary error_summary status_message statusMessage responseMessage resultMessage defaultMessage ' +
    'developerMessage developer_message diagnostics info text summary title Title',
)
/** A message where it is a sentence, a code where it is one word. */
const either = words('error err reason Reason issue errors status statusText')
/** Always a code, if it is one word. */
const codes = words(
  'code errorCode error_code err_code errcode errorcode Code ErrorCode codeName resultCode responseCode errorType error_type scimType ' +
    '__type type rule keyword exception_type category name id',
)
const requestIds = words(
  'requestId request_id RequestId requestID request-id traceId trace_id correlationId correlation_id logref errorId error_id debug_id debugId fbtrace_id ' +
    'transactionId transaction_id eventId event_id incidentId ray_id',
)
const statuses = words('status statusCode status_code httpStatus http_status httpStatusCode httpCode')
const helps = words(
  'documentation_url more_info moreInfo doc_url docs_url documentation error_uri help_url helpUrl href docref help',
)
const places = words('in location source on')
const fields = words(
  'pointer field fieldName field_name path param parameter propertyPath property loc location instancePath dataPath attribute target key',
)
const waits = words(
  'retry_after retryAfter retryDelay retry_delay retryAfterSeconds retry_after_seconds retryAfterMs retry_after_ms',
)

/** Of a name that is not in a list. */
export const none = 10_000

/** How much a name says about the errors under it: nothing else stands there, other things do too, or fields are merely named. @category model @since 0.1.0 */
export type ErrorsTrust = 'errors' | 'mixed' | 'named'

/** Members in which individual errors stand; those that are looked at first come first. */
const holders: Readonly<Record<ErrorsTrust, readonly string[]>> = {
  errors: words(
    'errors violations invalid-params invalidParams invalid_params validationErrors validation_errors fieldErrors field_errors formErrors ' +
      'ModelState modelState issues issue errorMessages error_messages errorCauses problems causes fieldViolations parameterViolations ' +
      'propertyViolations nestedErrors fieldList',
  ),
  mixed: words(
    'details detail message error Error Errors _embedded data extensions validation params messages results responses',
  ),
  named: words('keys fields invalidFields invalid_fields missingFields missing_fields'),
}

/** Where the envelope stands within the body. */
const envelopes = words('error fault err Error Fault errorResponse ErrorResponse exception odata.error')
/** Where it stands if a message is in there. */
const otherEnvelopes = words('message detail response status meta result data errors')

/** The place of a name in each list, `none` where it is not in it. @category model @since 0.1.0 */
export class Ranks {
  errors = none
  envelope = none
  trust: ErrorsTrust | undefined = undefined
  message = none
  either = none
  code = none
  requestId = none
  status = none
  help = none
  place = none
  field = none
  wait = none
}

const ranks: Record<string, Ranks> = Object.create(null)
const rank = (role: Exclude<keyof Ranks, 'trust'>, names: readonly string[]): void => {
  names.forEach((name, i) => {
    ranks[name] ??= new Ranks()
    const known = ranks[name] as Ranks
    known[role] = i
  })
}
rank('errors', [...holders.errors, ...holders.mixed, ...holders.named])
for (const trust of ['errors', 'mixed', 'named'] as const)
  for (const name of holders[trust]) (ranks[name] as Ranks).trust = trust
rank('envelope', [...envelopes, ...otherEnvelopes])
rank('message', messages)
rank('either', either)
rank('code', codes)
rank('requestId', requestIds)
rank('status', statuses)
rank('help', helps)
rank('place', places)
rank('field', fields)
rank('wait', waits)

/** The places of a name; `undefined` for one that means nothing here. @category accessors @since 0.1.0 */
export const ranksOf = (name: string): Ranks | undefined => ranks[name]

/** How much a name says about errors under it. @category accessors @since 0.1.0 */
export const trustOf = (name: string): ErrorsTrust | undefined => ranks[name]?.trust

/** Is an object of this name always the envelope? @category accessors @since 0.1.0 */
export const isEnvelope = (name: string): boolean => (ranks[name]?.envelope ?? none) < envelopes.length
