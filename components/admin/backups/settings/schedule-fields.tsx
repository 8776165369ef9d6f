'use client';

import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import type { FieldsProps } from './draft';
import { Group } from './group';

/** A week that began on a Sunday. */
const SUNDAY = Date.UTC(2026, 10, 22);
const DAYS = [1, 2, 3, 4, 5, 6, 0];

interface ScheduleFieldsProps extends FieldsProps {
  timeZones: readonly string[];
}

/** On or off, at which times, on which days, by the clocks of which zone. */
export function ScheduleFields({ policy, change, problem, timeZones }: ScheduleFieldsProps) {
  const { words, locale } = useFormat();
  const zoneId = useId();
  const { enabled, times, weekdays, timeZone } = policy.schedule;
  const dayName = (day: number) =>
    new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(SUNDAY + day * 86_400_000);
  const said = problem('schedule.times') ?? problem('schedule.weekdays') ?? problem('schedule.timeZone');
  const setTimes = (next: string[]) => change('schedule', { times: next });
  return (
    <Group title={words('policy.schedule.title')} text={words('policy.schedule.text')}>
      <label className="bk-opt">
        <input
          className="bk-check"
          type="checkbox"
          checked={enabled}
          onChange={(event) => change('schedule', { enabled: event.target.checked })}
        />
        <span>{words('policy.schedule.enabled')}</span>
      </label>
      <fieldset>
        <legend className="bk-set-l">{words('policy.schedule.times')}</legend>
        <div className="bk-set-row">
          {times.map((time, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two times may be the same while they are typed
            <span className="bk-set-time" key={index}>
              <input
                className="bk-input bk-num"
                type="time"
                required
                aria-label={words('policy.schedule.time', { n: index + 1 })}
                value={time}
                onChange={(event) => setTimes(times.map((each, at) => (at === index ? event.target.value : each)))}
              />
              {times.length > 1 ? (
                <Button
                  look="quiet"
                  icon="md"
                  aria-label={words('policy.schedule.removeTime', { time })}
                  onClick={() => setTimes(times.filter((_, at) => at !== index))}
                >
                  <X size={16} strokeWidth={1.75} aria-hidden="true" />
                </Button>
              ) : null}
            </span>
          ))}
          {times.length < 24 ? (
            <button type="button" className="bk-text-btn" onClick={() => setTimes([...times, '14:00'])}>
              <Plus size={14} strokeWidth={2} aria-hidden="true" />
              {words('policy.schedule.addTime')}
            </button>
          ) : null}
        </div>
      </fieldset>
      <fieldset>
        <legend className="bk-set-l">{words('policy.schedule.days')}</legend>
        <div className="bk-set-row">
          {DAYS.map((day) => (
            <label className="bk-opt bk-set-day" key={day}>
              <input
                className="bk-check"
                type="checkbox"
                checked={weekdays.includes(day)}
                onChange={(event) =>
                  change('schedule', {
                    weekdays: DAYS.filter((each) => (each === day ? event.target.checked : weekdays.includes(each))),
                  })
                }
              />
              <span>{dayName(day)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="bk-field bk-set-zone">
        <label htmlFor={zoneId}>{words('policy.schedule.zone')}</label>
        <select
          id={zoneId}
          className="bk-input"
          value={timeZone}
          onChange={(event) => change('schedule', { timeZone: event.target.value })}
        >
          {(timeZones.includes(timeZone) ? timeZones : [timeZone, ...timeZones]).map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </select>
      </div>
      {said ? (
        <p className="bk-hint" data-k="bad" role="alert">
          {said}
        </p>
      ) : null}
    </Group>
  );
}
