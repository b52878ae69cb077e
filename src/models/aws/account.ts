/** Where the world stands: one account, and the region of its availability zones. */
import type { Read } from '../../engine/model';

/** The account that AWS's own documentation uses. */
export const ACCOUNT_ID = '123456789012';
const DEFAULT_REGION = 'us-east-1';

export function regionOf(read: Pick<Read, 'keys' | 'get'>): string {
  const [zone] = read.keys('ec2/AvailabilityZone');
  return (zone && read.get('ec2/AvailabilityZone', zone)?.RegionName) ?? DEFAULT_REGION;
}
